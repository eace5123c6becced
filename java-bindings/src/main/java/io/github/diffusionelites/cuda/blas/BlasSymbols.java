package io.github.diffusionelites.cuda.blas;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** Binds the functions of the library that was found, once for the process. */
final class BlasSymbols {

    /** Looks when first asked; the answer is kept. */
    private static final class Holder {
        static final BlasProbe PROBE = CublasLibrary.open(13, 12);
    }

    private BlasSymbols() {}

    static BlasProbe probe() {
        return Holder.PROBE;
    }

    /** Binds a function; arguments: i int32, l int64 or address. The result is an int32. */
    static MethodHandle bind(String function, String arguments) {
        MemoryLayout[] layouts = arguments
                .chars()
                .mapToObj(argument -> argument == 'i' ? JAVA_INT : JAVA_LONG)
                .toArray(MemoryLayout[]::new);
        return Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.libraryLookup(probe().library(), Arena.global())
                                .findOrThrow(function),
                        FunctionDescriptor.of(JAVA_INT, layouts));
    }
}
