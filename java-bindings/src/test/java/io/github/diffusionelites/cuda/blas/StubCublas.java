package io.github.diffusionelites.cuda.blas;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The library of {@code src/test/cpp/libcublas.cpp}, which writes down what the bindings call. */
final class StubCublas {

    private static final Path SOURCE =
            Path.of(System.getProperty("elites.root", ".."), "java-bindings", "src", "test", "cpp", "libcublas.cpp");

    private static final SymbolLookup SYMBOLS = install();

    private StubCublas() {}

    /** Makes the stub the cuBLAS 12 of this process. */
    private static SymbolLookup install() {
        try {
            Path library = build(Files.createTempDirectory("elites-cublas"), 12);
            System.setProperty(CublasLibrary.PATH_PROPERTY, library.toString());
            return SymbolLookup.libraryLookup(library, Arena.global());
        } catch (Exception e) {
            throw new IllegalStateException("The stub cannot be built.", e);
        }
    }

    /** Builds the stub as cuBLAS of a major version, with names of that version as NVIDIA's has them. */
    static Path build(Path directory, int version) throws Exception {
        String name = "libcublas.so." + version;
        Path library = directory.resolve(name);
        Path names = Files.writeString(directory.resolve("names"), name + " { global: *; };\n");
        Process compiler = new ProcessBuilder(List.of(
                        "g++",
                        "-std=c++20",
                        "-shared",
                        "-fPIC",
                        "-Wl,-soname," + name,
                        "-Wl,--version-script=" + names,
                        "-o",
                        library.toString(),
                        SOURCE.toString()))
                .redirectErrorStream(true)
                .start();
        String printed = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).as(printed).isZero();
        return library;
    }

    /** Returns the calls since the last time, and forgets them and the failures. */
    static List<String> calls() {
        try {
            MemorySegment text = (MemorySegment) handle("stub_record", FunctionDescriptor.of(ValueLayout.ADDRESS))
                    .invokeExact();
            List<String> calls =
                    text.reinterpret(Long.MAX_VALUE).getString(0).lines().toList();
            handle("stub_clear", FunctionDescriptor.ofVoid()).invokeExact();
            return calls;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Lets a function fail until the next {@link #calls}. */
    static void fail(String function, int status) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(function);
            handle("stub_fail", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
                    .invokeExact(name, status);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle handle(String function, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(SYMBOLS.findOrThrow(function), descriptor);
    }
}
