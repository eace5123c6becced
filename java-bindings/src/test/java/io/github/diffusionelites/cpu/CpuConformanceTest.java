package io.github.diffusionelites.cpu;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.conformance.ArchiveConformance;
import io.github.diffusionelites.device.conformance.BufferConformance;
import io.github.diffusionelites.device.conformance.ConvolutionConformance;
import io.github.diffusionelites.device.conformance.DeterminismConformance;
import io.github.diffusionelites.device.conformance.EliteMatrixConformance;
import io.github.diffusionelites.device.conformance.EvolutionConformance;
import io.github.diffusionelites.device.conformance.HostRewardConformance;
import io.github.diffusionelites.device.conformance.HostRewardFaultConformance;
import io.github.diffusionelites.device.conformance.HostRewardHangConformance;
import io.github.diffusionelites.device.conformance.LayerConformance;
import io.github.diffusionelites.device.conformance.MixtureConformance;
import io.github.diffusionelites.device.conformance.NetworkConformance;
import io.github.diffusionelites.device.conformance.ProgramConformance;
import io.github.diffusionelites.device.conformance.ProposalConformance;
import io.github.diffusionelites.device.conformance.ProposalPlanConformance;
import io.github.diffusionelites.device.conformance.ReducedPrecisionConformance;
import io.github.diffusionelites.device.conformance.RefitConformance;
import io.github.diffusionelites.device.conformance.ResidualMlpConformance;
import io.github.diffusionelites.device.conformance.RobustCovarianceConformance;
import io.github.diffusionelites.device.conformance.SamplerConformance;
import io.github.diffusionelites.device.conformance.SamplingConformance;
import io.github.diffusionelites.device.conformance.ScoreConformance;
import io.github.diffusionelites.device.conformance.SelectionConformance;
import io.github.diffusionelites.device.conformance.WrittenSelectionConformance;
import org.junit.jupiter.api.Nested;

/** The native CPU device does what every device must do. */
class CpuConformanceTest {

    @Nested
    class ArchiveCases extends ArchiveConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class BufferCases extends BufferConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class ConvolutionCases extends ConvolutionConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class DeterminismCases extends DeterminismConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class HostRewardCases extends HostRewardConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class HostRewardFaultCases extends HostRewardFaultConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class HostRewardHangCases extends HostRewardHangConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class LayerCases extends LayerConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class NetworkCases extends NetworkConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class ProgramCases extends ProgramConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class ProposalCases extends ProposalConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class ReducedPrecisionCases extends ReducedPrecisionConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class RefitCases extends RefitConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class SamplerCases extends SamplerConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class SamplingCases extends SamplingConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class ScoreCases extends ScoreConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class SelectionCases extends SelectionConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class WrittenSelectionCases extends WrittenSelectionConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class EliteMatrixCases extends EliteMatrixConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class EvolutionCases extends EvolutionConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class MixtureCases extends MixtureConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class ProposalPlanCases extends ProposalPlanConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class ResidualMlpCases extends ResidualMlpConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }

    @Nested
    class RobustCovarianceCases extends RobustCovarianceConformance {
        @Override
        protected Device open() {
            return Devices.open("cpu");
        }
    }
}
