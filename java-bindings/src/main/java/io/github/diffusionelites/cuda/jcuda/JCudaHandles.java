package io.github.diffusionelites.cuda.jcuda;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/**
 * Longs as JCuda's objects and back. Pointers can be made by subclasses; the objects of handles have no constructor
 * with a value, so that their field is written, the one that JCuda's native code reads and writes.
 */
public final class JCudaHandles {

    private static final VarHandle NATIVE_POINTER = nativePointer();

    private JCudaHandles() {}

    private static VarHandle nativePointer() {
        try {
            return MethodHandles.privateLookupIn(NativePointerObject.class, MethodHandles.lookup())
                    .findVarHandle(NativePointerObject.class, "nativePointer", long.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "This JCuda is another than 12.6.0: its NativePointerObject has no field nativePointer.", e);
        }
    }

    /** Returns an object of JCuda after it got the value of a handle. */
    public static <T extends NativePointerObject> T with(T object, long handle) {
        NATIVE_POINTER.set((NativePointerObject) object, handle);
        return object;
    }

    /** Returns the value of a handle. */
    public static long handle(NativePointerObject object) {
        return (long) NATIVE_POINTER.get(object);
    }

    /** Returns a device address as JCuda has it. */
    public static CUdeviceptr deviceAddress(long address) {
        return with(new CUdeviceptr(), address);
    }

    /** Returns the address of JCuda's pointer, with its byte offset. */
    public static long address(CUdeviceptr pointer) {
        return new Offset(pointer).address();
    }

    /** Returns a host address as JCuda has it; native code gets it as it is. */
    public static Pointer hostAddress(long address) {
        return new HostAddress(address);
    }

    /** Only subclasses make pointers from numbers. */
    private static final class HostAddress extends Pointer {
        HostAddress(long address) {
            super(address);
        }
    }

    /** Only subclasses see the offset. */
    private static final class Offset extends CUdeviceptr {
        Offset(CUdeviceptr pointer) {
            super(pointer);
        }

        long address() {
            return getNativePointer() + getByteOffset();
        }
    }
}
