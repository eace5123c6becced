package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A launch and what it is for.
 *
 * @param operation whose launch, or one of whose launches, it is; null for what belongs to the run as a whole
 * @param also the next operation where the same launch does that, too; else null
 * @param launch of a kernel that was prepared
 */
record OperationLaunch(@Nullable Operation operation, @Nullable Operation also, Launch launch) {}
