package io.github.diffusionelites.run;

import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.run.picture.ConvergencePoint;
import io.github.diffusionelites.search.GenerationReport;
import java.util.List;

/**
 * What result and pictures need of a generation.
 *
 * @param evaluations of all searches so far
 * @param times wall-clock times by part
 * @param points one a search, in the order of the batch
 */
record RecordedGeneration(long evaluations, StageTimes times, List<ConvergencePoint> points) {

    /** Takes what is needed of a report. */
    static RecordedGeneration of(GenerationReport report) {
        List<ConvergencePoint> points = report.searches().stream()
                .map(search -> new ConvergencePoint(
                        report.steps(), search.best(), search.eliteMean(), search.median(), search.q10(), search.q90()))
                .toList();
        return new RecordedGeneration(report.evaluations(), report.times(), points);
    }
}
