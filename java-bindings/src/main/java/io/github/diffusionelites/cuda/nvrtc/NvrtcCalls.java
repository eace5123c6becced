package io.github.diffusionelites.cuda.nvrtc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.diffusionelites.device.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The calls of NVRTC, with exceptions where one fails that should not. */
final class NvrtcCalls {

    /** {@code NVRTC_ERROR_COMPILATION}. */
    static final int COMPILATION = 6;

    /** Bound once the library was found. */
    private static final class Handles {
        private static final MethodHandle COUNT = NvrtcLibrary.bind("nvrtcGetNumSupportedArchs", "l");
        private static final MethodHandle ARCHITECTURES = NvrtcLibrary.bind("nvrtcGetSupportedArchs", "l");
        private static final MethodHandle CREATE = NvrtcLibrary.bind("nvrtcCreateProgram", "lllill");
        private static final MethodHandle DESTROY = NvrtcLibrary.bind("nvrtcDestroyProgram", "l");
        private static final MethodHandle COMPILE = NvrtcLibrary.bind("nvrtcCompileProgram", "lil");
        private static final MethodHandle LOG_SIZE = NvrtcLibrary.bind("nvrtcGetProgramLogSize", "ll");
        private static final MethodHandle LOG = NvrtcLibrary.bind("nvrtcGetProgramLog", "ll");
        private static final MethodHandle PTX_SIZE = NvrtcLibrary.bind("nvrtcGetPTXSize", "ll");
        private static final MethodHandle PTX = NvrtcLibrary.bind("nvrtcGetPTX", "ll");
        private static final MethodHandle CUBIN_SIZE = NvrtcLibrary.bind("nvrtcGetCUBINSize", "ll");
        private static final MethodHandle CUBIN = NvrtcLibrary.bind("nvrtcGetCUBIN", "ll");
    }

    private NvrtcCalls() {}

    private interface Call {
        int invoke() throws Throwable;
    }

    private static int code(Call call) {
        try {
            return call.invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("A call of NVRTC does not fit its signature.", e);
        }
    }

    private static void require(String name, Call call) {
        int code = code(call);
        if (code != 0) {
            throw new DeviceException(
                    name, code, "The call " + name + " of NVRTC failed with code " + code + "; install NVRTC anew.");
        }
    }

    /** Returns the architectures that it compiles for, such as 90. */
    static int[] architectures() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_INT);
            require("nvrtcGetNumSupportedArchs", () -> (int) Handles.COUNT.invokeExact(count.address()));
            MemorySegment all = arena.allocate(JAVA_INT, count.get(JAVA_INT, 0));
            require("nvrtcGetSupportedArchs", () -> (int) Handles.ARCHITECTURES.invokeExact(all.address()));
            return all.toArray(JAVA_INT);
        }
    }

    /** Returns the handle of a program of a text that includes one header. */
    static long create(Arena arena, String text, String name, String header, String headerName) {
        MemorySegment program = arena.allocate(JAVA_LONG);
        MemorySegment texts =
                arena.allocateFrom(JAVA_LONG, arena.allocateFrom(header).address());
        MemorySegment names =
                arena.allocateFrom(JAVA_LONG, arena.allocateFrom(headerName).address());
        long source = arena.allocateFrom(text).address();
        long named = arena.allocateFrom(name).address();
        require("nvrtcCreateProgram", () -> (int)
                Handles.CREATE.invokeExact(program.address(), source, named, 1, texts.address(), names.address()));
        return program.get(JAVA_LONG, 0);
    }

    static void destroy(Arena arena, long program) {
        long place = arena.allocateFrom(JAVA_LONG, program).address();
        require("nvrtcDestroyProgram", () -> (int) Handles.DESTROY.invokeExact(place));
    }

    /** Returns whether it compiled. */
    static boolean compile(Arena arena, long program, String... options) {
        MemorySegment words = arena.allocate(JAVA_LONG, options.length);
        for (int i = 0; i < options.length; i++) {
            words.setAtIndex(JAVA_LONG, i, arena.allocateFrom(options[i]).address());
        }
        int code = code(() -> (int) Handles.COMPILE.invokeExact(program, options.length, words.address()));
        if (code != 0 && code != COMPILATION) {
            require("nvrtcCompileProgram", () -> code);
        }
        return code == 0;
    }

    /** Returns what the compiler said. */
    static String log(Arena arena, long program) {
        byte[] bytes = bytes("nvrtcGetProgramLog", Handles.LOG_SIZE, Handles.LOG, arena, program);
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
                .replace("\0", "")
                .strip();
    }

    /** Returns PTX, for newer devices too. */
    static byte[] ptx(Arena arena, long program) {
        return bytes("nvrtcGetPTX", Handles.PTX_SIZE, Handles.PTX, arena, program);
    }

    /** Returns code of one architecture. */
    static byte[] cubin(Arena arena, long program) {
        return bytes("nvrtcGetCUBIN", Handles.CUBIN_SIZE, Handles.CUBIN, arena, program);
    }

    private static byte[] bytes(String name, MethodHandle size, MethodHandle copy, Arena arena, long program) {
        MemorySegment count = arena.allocate(JAVA_LONG);
        require(name + "Size", () -> (int) size.invokeExact(program, count.address()));
        MemorySegment bytes = arena.allocate(Math.max(1, count.get(JAVA_LONG, 0)));
        require(name, () -> (int) copy.invokeExact(program, bytes.address()));
        return bytes.toArray(JAVA_BYTE);
    }
}
