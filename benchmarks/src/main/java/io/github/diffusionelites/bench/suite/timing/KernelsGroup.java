package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.search.ProposalSettings;
import java.util.ArrayList;
import java.util.List;

/** Every kernel alone. */
final class KernelsGroup implements Group.Measurement {

    private static final PlanOptions USUAL = PlanOptions.AUTO;

    /** Returns what is timed, the workloads that matter most first. */
    static List<KernelCase> cases(Scale scale) {
        Workload w1 = Workload.w1(scale);
        Workload w2 = Workload.w2(scale);
        Workload w6 = Workload.w6(scale);
        List<KernelCase> cases = new ArrayList<>(List.of(
                KernelCase.of(w1, USUAL),
                KernelCase.of(w1, new PlanOptions(w1.population(), 1)),
                KernelCase.of(w2, USUAL),
                KernelCase.of(w2.with(Precision.FLOAT32), USUAL),
                KernelCase.of(w6, USUAL),
                KernelCase.of(w6, USUAL.withNoise(Noise.FAST)),
                KernelCase.of(Workload.w7(scale, 1024), USUAL),
                KernelCase.ofEvolution(scale.size(65_536, 40), scale.size(64, 6)),
                KernelCase.ofEvolution(scale.size(16_384, 40), 2),
                KernelCase.of(Workload.w9(scale, new ProposalSettings.Diagonal()), USUAL),
                KernelCase.of(Workload.w9(scale, new ProposalSettings.Full()), USUAL),
                KernelCase.of(Workload.w3(scale), USUAL),
                KernelCase.of(Workload.w4(scale), USUAL),
                KernelCase.of(Workload.w5(scale), USUAL)));
        cases.addAll(OtherCases.all(scale));
        return cases;
    }

    @Override
    public void measure(Session session) {
        session.part("ceilings", session::ceilings);
        for (KernelCase each : cases(session.scale())) {
            session.part(each.label(), () -> new KernelMeasurement(session, each).measure());
        }
    }
}
