package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A step and what it is for.
 *
 * @param operation whose step, or one of whose steps, it is; null for what belongs to the run as a whole
 * @param also the next operation where the same step does that, too; else null
 * @param step that was prepared
 */
record OperationLaunch(
        @Nullable Operation operation, @Nullable Operation also, Step step) {}
