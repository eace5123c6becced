package io.github.diffusionelites.batch;

import io.github.diffusionelites.device.DeviceInfo;

/** How many searches have a place on the device at a time. */
final class PoolSize {

    /** Rows of a generation that keep all lanes of a processor busy; more of them only make more wait at the end. */
    private static final int PROCESSOR_ROWS = 2048;
    /** A GPU takes chunks of up to 4,096 rows on three lanes. */
    private static final int GPU_ROWS = 3 * 4096;

    private PoolSize() {}

    /**
     * Returns the number of places, at least 1. Searches that wait are divided into equal shares, so that the last share
     * is not much smaller than the others.
     *
     * @param population individuals of a search
     * @param searches that wait
     */
    static int places(DeviceInfo device, int population, int searches) {
        int rows = device.id().startsWith("cuda") ? GPU_ROWS : PROCESSOR_ROWS;
        int most = Math.clamp(rows / population, 1, Math.max(1, searches));
        int shares = Math.ceilDiv(Math.max(1, searches), most);
        return Math.ceilDiv(Math.max(1, searches), shares);
    }
}
