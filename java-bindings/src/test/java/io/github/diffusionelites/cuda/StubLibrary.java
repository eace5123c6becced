package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.DriverLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The library of {@code src/test/cpp/libcuda.cpp}, which writes down what the bindings call. */
public final class StubLibrary {

    private static final Path SOURCE =
            Path.of(System.getProperty("elites.root", ".."), "java-bindings", "src", "test", "cpp", "libcuda.cpp");

    private StubLibrary() {}

    /** Builds the library and makes it the driver of this process, unless it is that already. */
    public static synchronized void install() {
        if (System.getProperty(DriverLibrary.PATH_PROPERTY, "").isEmpty()) {
            try {
                Path directory = Files.createTempDirectory("elites-stub");
                Path library = build(directory, 13_000);
                System.setProperty(DriverLibrary.PATH_PROPERTY, library.toString());
                assertThat(DriverLibrary.probe().problem()).isEmpty();
                // It is open now, and stays so.
                Files.delete(library);
                Files.delete(directory);
            } catch (Exception e) {
                throw new IllegalStateException("The stub cannot be built.", e);
            }
        }
        assertThat(DriverLibrary.symbol("stub_record"))
                .as("the stub as the driver of this process")
                .isPresent();
    }

    /** Builds the library as a driver of a version; 0 for one that does not tell its version. */
    public static Path build(Path directory, int version, String... options) throws Exception {
        Path library = directory.resolve("libcuda.so.1");
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++20", "-shared", "-fPIC"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-DSTUB_VERSION=" + version, "-Wl,-soname,libcuda.so.1", "-o", library.toString(), SOURCE.toString()));
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).as(printed).isZero();
        return library;
    }

    /** Returns the calls since the last {@link #clear}. */
    static List<String> calls() {
        try {
            MemorySegment text = (MemorySegment) handle("stub_record", FunctionDescriptor.of(ValueLayout.ADDRESS))
                    .invokeExact();
            return text.reinterpret(Long.MAX_VALUE).getString(0).lines().toList();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Forgets calls and failures. */
    static void clear() {
        try {
            handle("stub_clear", FunctionDescriptor.ofVoid()).invokeExact();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Lets a function of the driver fail from now on. */
    static void fail(String function, int code) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(function);
            handle("stub_fail", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
                    .invokeExact(name, code);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle handle(String function, FunctionDescriptor descriptor) {
        return Linker.nativeLinker()
                .downcallHandle(DriverLibrary.symbol(function).orElseThrow(), descriptor);
    }
}
