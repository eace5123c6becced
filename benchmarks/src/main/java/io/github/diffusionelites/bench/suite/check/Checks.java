package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.DriverBinding;
import java.util.ArrayList;
import java.util.List;

/** All checks, in the order in which they are started. */
final class Checks {

    private Checks() {}

    /** Returns the check of what there is to check, which all others need. */
    static Check first() {
        return new EnvironmentCheck();
    }

    static List<Check> all() {
        List<Check> checks = new ArrayList<>();
        checks.add(first());
        for (DriverBinding binding : DriverBinding.values()) {
            checks.add(new ConformanceCheck(binding));
        }
        for (DriverBinding binding : DriverBinding.values()) {
            checks.add(new SelfTestCheck(binding));
        }
        checks.add(new OneStepCheck());
        checks.add(new DeterminismCheck());
        checks.add(new ExampleJobCheck());
        checks.add(new BinaryRewardCheck());
        for (String tool : SanitizerCheck.TOOLS) {
            checks.add(new SanitizerCheck(tool));
        }
        checks.add(new LargePopulationCheck());
        checks.add(new OpenCloseCheck());
        checks.add(new OutOfMemoryCheck());
        checks.add(new LostDeviceCheck());
        return checks;
    }

    /**
     * Returns a check.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    static Check named(String name) {
        return all().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no check \"" + name + "\"; there are: "
                        + String.join(", ", all().stream().map(Check::name).toList()) + "."));
    }
}
