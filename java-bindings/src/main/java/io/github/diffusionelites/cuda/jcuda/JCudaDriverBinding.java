package io.github.diffusionelites.cuda.jcuda;

import io.github.diffusionelites.cuda.driver.Capability;
import io.github.diffusionelites.cuda.driver.Driver;
import jcuda.driver.JCudaDriver;

/** The driver, called through JCuda 12.6.0. It has the calls of CUDA 12.0 and no capability beyond them. */
final class JCudaDriverBinding
        implements JCudaDeviceCalls, JCudaMemoryCalls, JCudaModuleCalls, JCudaStreamCalls, JCudaGraphCalls, Driver {

    JCudaDriverBinding() {
        // Returned codes cost less than exceptions; a program that wants these may turn them on again.
        JCudaDriver.setExceptionsEnabled(false);
    }

    @Override
    public String binding() {
        return "jcuda";
    }

    @Override
    public boolean supports(Capability capability) {
        return false;
    }
}
