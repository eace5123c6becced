/** What a run of the GPU suite leaves behind: what it ran on, verdicts, figures, as JSON and as Markdown. */
@NullMarked
package io.github.diffusionelites.bench.suite.report;

import org.jspecify.annotations.NullMarked;
