package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Device;
import org.junit.jupiter.api.Nested;

/** What every device must do. */
public abstract class DeviceConformanceSuite {

    /** Opens the device under test. */
    protected abstract Device open();

    @Nested
    class ArchiveCases extends ArchiveConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class BufferCases extends BufferConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class ConvolutionCases extends ConvolutionConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class DeterminismCases extends DeterminismConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class HostRewardCases extends HostRewardConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class HostRewardFaultCases extends HostRewardFaultConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class HostRewardHangCases extends HostRewardHangConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class LayerCases extends LayerConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class NetworkCases extends NetworkConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class NoiseCases extends NoiseConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class ProgramCases extends ProgramConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class ProposalCases extends ProposalConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class ReducedPrecisionCases extends ReducedPrecisionConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class RefitCases extends RefitConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class SamplerCases extends SamplerConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class SamplingCases extends SamplingConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class ScoreCases extends ScoreConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class SearchClocksCases extends SearchClocksConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class SelectionCases extends SelectionConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class WrittenSelectionCases extends WrittenSelectionConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class EliteMatrixCases extends EliteMatrixConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class EvolutionCases extends EvolutionConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class MixtureCases extends MixtureConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class ProposalPlanCases extends ProposalPlanConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class ResidualMlpCases extends ResidualMlpConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }

    @Nested
    class RobustCovarianceCases extends RobustCovarianceConformance {
        @Override
        protected Device open() {
            return DeviceConformanceSuite.this.open();
        }
    }
}
