package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.spi.DeviceProvider;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs tests where there is a GPU that the binding of the system property {@code elites.cuda.binding} reaches, and says
 * elsewhere why not. The emulated driver counts as one where the system property {@code elites.gpu.emulated} is true.
 */
final class WhereAGpuIs implements ExecutionCondition {

    private static final String EMULATED = "elites.gpu.emulated";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        DeviceProvider.Probe probe = new CudaProvider().probe();
        if (!probe.available()) {
            return ConditionEvaluationResult.disabled("There is no GPU to test: " + probe.reason());
        }
        DeviceInfo device = probe.devices().getFirst();
        if (!probe.automatic() && !Boolean.getBoolean(EMULATED)) {
            return ConditionEvaluationResult.disabled(
                    "There is no GPU to test, but " + device.name() + ", whose tests are others.");
        }
        return ConditionEvaluationResult.enabled("There is " + device.name() + ".");
    }
}
