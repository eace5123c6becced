package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.RefitOutcome;
import io.github.diffusionelites.device.Selection;

/** The order in which reasons to keep a proposal count. */
final class RefitOutcomeReference {

    private RefitOutcomeReference() {}

    /** Returns what becomes of a proposal, given the selection and whether the refit is usable. */
    static RefitOutcome of(Selection.Status status, boolean usable) {
        return switch (status) {
            case ALL_NAN, INACTIVE -> RefitOutcome.KEPT_NO_ELITES;
            case ALL_EQUAL -> RefitOutcome.KEPT_EQUAL_REWARDS;
            case SELECTED -> usable ? RefitOutcome.REFITTED : RefitOutcome.KEPT_NOT_FINITE;
        };
    }

    /** Returns whether all values are finite. */
    static boolean finite(float[]... arrays) {
        for (float[] array : arrays) {
            for (float value : array) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }
}
