package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.conformance.BufferConformance;
import io.github.diffusionelites.device.conformance.HostRewardConformance;
import io.github.diffusionelites.device.conformance.HostRewardFaultConformance;
import io.github.diffusionelites.device.conformance.HostRewardHangConformance;
import io.github.diffusionelites.device.conformance.ProgramConformance;
import org.junit.jupiter.api.Nested;

/** The cases in which the reference device is not compared with itself. */
class ReferenceDeviceTest {

    @Nested
    class Buffers extends BufferConformance {
        @Override
        protected Device open() {
            return new ReferenceDevice();
        }
    }

    @Nested
    class Programs extends ProgramConformance {
        @Override
        protected Device open() {
            return new ReferenceDevice();
        }
    }

    @Nested
    class HostRewards extends HostRewardConformance {
        @Override
        protected Device open() {
            return new ReferenceDevice();
        }
    }

    @Nested
    class HostRewardFaults extends HostRewardFaultConformance {
        @Override
        protected Device open() {
            return new ReferenceDevice();
        }
    }

    @Nested
    class HostRewardHangs extends HostRewardHangConformance {
        @Override
        protected Device open() {
            return new ReferenceDevice();
        }
    }
}
