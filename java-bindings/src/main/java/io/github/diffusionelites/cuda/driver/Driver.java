package io.github.diffusionelites.cuda.driver;

/**
 * The calls of the CUDA driver that the engine needs. Every binding implements all of them; a call that a binding or a
 * driver does not have returns {@link DriverCode#NOT_SUPPORTED}, and its {@link Capability} is not supported.
 *
 * <p>An instance may be used by any thread. The current context belongs to a thread.
 */
public interface Driver extends DeviceCalls, MemoryCalls, ModuleCalls, StreamCalls, EventCalls, GraphCalls {

    /** Returns the name of the binding, as on the command line: {@code ffm} or {@code jcuda}. */
    String binding();

    /** Returns whether calls of a kind are there. */
    boolean supports(Capability capability);
}
