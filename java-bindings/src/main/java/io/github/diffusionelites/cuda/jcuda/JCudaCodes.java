package io.github.diffusionelites.cuda.jcuda;

import io.github.diffusionelites.cuda.driver.DriverCode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import jcuda.CudaException;
import jcuda.NativePointerObject;
import jcuda.driver.CUresult;

/**
 * Codes of JCuda's calls. A program may have told JCuda to throw exceptions, for all of its calls and so for ours; such
 * an exception holds nothing but the name of the code.
 */
final class JCudaCodes {

    private static final Map<String, Integer> BY_NAME = Arrays.stream(CUresult.class.getFields())
            .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == int.class)
            .collect(Collectors.toUnmodifiableMap(Field::getName, JCudaCodes::value));

    /** How JCuda writes a code that is newer than it. */
    private static final String NO_NAME = "INVALID CUresult:";

    private JCudaCodes() {}

    /** A call of JCuda. */
    interface Call {
        int invoke();
    }

    /** Returns the code of a call, whether it is returned or thrown. */
    static int of(Call call) {
        try {
            return call.invoke();
        } catch (CudaException e) {
            return of(e);
        }
    }

    /** A call of JCuda with a place for its result. */
    interface ResultCall<T> {
        int invoke(T result);
    }

    /** Calls what gives a number of 32 bits. */
    static int number(long[] result, ResultCall<int[]> call) {
        int[] out = new int[1];
        int code = of(() -> call.invoke(out));
        if (code == DriverCode.SUCCESS) {
            result[0] = out[0];
        }
        return code;
    }

    /** Calls what gives a number of 64 bits. */
    static int longs(long[] result, ResultCall<long[]> call) {
        long[] out = new long[1];
        int code = of(() -> call.invoke(out));
        if (code == DriverCode.SUCCESS) {
            result[0] = out[0];
        }
        return code;
    }

    /** Calls what gives a handle or an address. */
    static <T extends NativePointerObject> int handle(long[] result, T out, ResultCall<T> call) {
        int code = of(() -> call.invoke(out));
        if (code == DriverCode.SUCCESS) {
            result[0] = JCudaHandles.handle(out);
        }
        return code;
    }

    static int of(CudaException exception) {
        String name = String.valueOf(exception.getMessage());
        if (name.startsWith(NO_NAME)) {
            return Integer.parseInt(name.substring(NO_NAME.length()).strip());
        }
        return BY_NAME.getOrDefault(name, DriverCode.UNKNOWN);
    }

    private static int value(Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError("A public field cannot be read.", e);
        }
    }
}
