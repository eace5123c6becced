package io.github.diffusionelites.run;

import io.github.diffusionelites.search.GenerationReport;

/** Is told how a run goes, on the thread that runs it. */
@FunctionalInterface
public interface RunObserver {

    /** Takes a finished generation; what this throws ends the run. */
    void generation(GenerationReport report);

    /** Takes a sentence about something that the run can do without, for example a checkpoint that was not written. */
    default void notice(String sentence) {}
}
