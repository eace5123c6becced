package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.conformance.BufferConformance;
import io.github.diffusionelites.device.conformance.HostRewardConformance;
import io.github.diffusionelites.device.conformance.NetworkConformance;
import io.github.diffusionelites.device.conformance.ProgramConformance;
import io.github.diffusionelites.device.conformance.RefitConformance;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The CUDA device through JCuda: what differs from the other binding are calls of the driver, and these cases make all
 * that the device makes; kernels are the same.
 */
@ExtendWith(OnEmulator.class)
class CudaJCudaConformanceTest {

    @Nested
    class BufferCases extends BufferConformance {
        @Override
        protected Device open() {
            return EmulatedDevice.open(CudaBinding.JCUDA);
        }
    }

    @Nested
    class HostRewardCases extends HostRewardConformance {
        @Override
        protected Device open() {
            return EmulatedDevice.open(CudaBinding.JCUDA);
        }
    }

    @Nested
    class NetworkCases extends NetworkConformance {
        @Override
        protected Device open() {
            return EmulatedDevice.open(CudaBinding.JCUDA);
        }
    }

    @Nested
    class ProgramCases extends ProgramConformance {
        @Override
        protected Device open() {
            return EmulatedDevice.open(CudaBinding.JCUDA);
        }
    }

    @Nested
    class RefitCases extends RefitConformance {
        @Override
        protected Device open() {
            return EmulatedDevice.open(CudaBinding.JCUDA);
        }
    }
}
