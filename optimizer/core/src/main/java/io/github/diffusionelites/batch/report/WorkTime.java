package io.github.diffusionelites.batch.report;

import java.util.List;

/**
 * What all processes of a job did together.
 *
 * @param seconds that they worked
 * @param deviceSeconds of them in which the device worked; NaN if unknown
 * @param evaluations of denoisers, those of searches that were begun again included
 */
record WorkTime(double seconds, double deviceSeconds, long evaluations) {

    /** Sums up what each line adds to the one before; a clock that goes back is the one of another process. */
    static WorkTime of(List<BatchMetrics> metrics) {
        double seconds = 0;
        double device = 0;
        boolean known = false;
        long evaluations = 0;
        double formerSeconds = 0;
        long formerEvaluations = 0;
        for (BatchMetrics line : metrics) {
            boolean sameProcess = line.seconds() >= formerSeconds && line.evaluations() >= formerEvaluations;
            double step = line.seconds() - (sameProcess ? formerSeconds : 0);
            seconds += Double.isFinite(step) ? step : 0;
            if (Double.isFinite(line.deviceShare())) {
                device += Double.isFinite(step) ? step * line.deviceShare() : 0;
                known = true;
            }
            evaluations += line.evaluations() - (sameProcess ? formerEvaluations : 0);
            formerSeconds = line.seconds();
            formerEvaluations = line.evaluations();
        }
        return new WorkTime(seconds, known ? device : Double.NaN, evaluations);
    }
}
