package io.github.diffusionelites.bench.suite.check;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import io.github.diffusionelites.device.DriverBinding;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * What every device must do, on fresh random inputs: the cases of the build's own tests, whose results come from
 * references in double precision and whose outputs are poisoned.
 */
final class ConformanceCheck implements Check {

    private static final String SUITE = "io.github.diffusionelites.cuda.GpuConformanceTest";
    private static final String IN_BFLOAT16 = "io.github.diffusionelites.cuda.GpuReducedPrecisionTest";
    private static final String CASES = "io.github.diffusionelites.device.conformance.DeviceConformanceSuite$";
    private static final List<String> FEW = List.of("ScoreCases", "ArchiveCases");

    private final DriverBinding binding;

    ConformanceCheck(DriverBinding binding) {
        this.binding = binding;
    }

    @Override
    public String name() {
        return "conformance-" + CudaDevice.name(binding);
    }

    @Override
    public String about() {
        return "every operation against its reference in double precision, on fresh inputs";
    }

    @Override
    public int seconds() {
        return 300;
    }

    @Override
    public String run(CheckSettings settings) {
        CudaDevice.require(binding);
        System.setProperty("elites.cuda.binding", CudaDevice.name(binding));
        System.setProperty("elites.test.seed", Long.toString(settings.seed()));
        System.setProperty("elites.gpu.emulated", "true");
        CaseListener listener = new CaseListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors(settings))
                .build();
        LauncherFactory.create().execute(request, listener);
        return listener.summary();
    }

    private static List<DiscoverySelector> selectors(CheckSettings settings) {
        List<String> few = settings.tiny() && settings.cases().isEmpty() ? FEW : settings.cases();
        return few.isEmpty()
                ? List.of(selectClass(SUITE), selectClass(IN_BFLOAT16))
                : few.stream()
                        .<DiscoverySelector>map(cases -> selectNestedClass(List.of(SUITE), CASES + cases))
                        .toList();
    }
}
