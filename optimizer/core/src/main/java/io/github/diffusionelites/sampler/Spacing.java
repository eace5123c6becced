package io.github.diffusionelites.sampler;

/** Which S of a schedule's T timesteps a sampler visits. */
public enum Spacing {
    /** {@code i * floor(T / S)} for i = S - 1 .. 0: ends at timestep 0. */
    LEADING,
    /** {@code round(T - i T / S) - 1} for i = 0 .. S - 1, halves to even: starts at timestep T - 1. */
    TRAILING,
    /** {@code floor(i T / S) - 1} for i = S .. 1: starts at timestep T - 1; the state after the last is clean. */
    LINSPACE;

    /**
     * Returns the timesteps, descending.
     *
     * @param timesteps T, of the schedule
     * @param steps S, in [1, T]
     * @throws IllegalArgumentException if steps is out of range
     */
    public int[] timesteps(int timesteps, int steps) {
        if (steps < 1 || steps > timesteps) {
            throw new IllegalArgumentException("A sampler takes 1 to " + timesteps + " steps on a schedule of "
                    + timesteps + " timesteps, but " + steps + " were asked for.");
        }
        int[] visited = new int[steps];
        for (int i = 0; i < steps; i++) {
            visited[i] = switch (this) {
                case LEADING -> (steps - 1 - i) * (timesteps / steps);
                case TRAILING -> (int) Math.rint(timesteps - (double) i * timesteps / steps) - 1;
                case LINSPACE -> (int) ((long) (steps - i) * timesteps / steps) - 1;
            };
        }
        return visited;
    }
}
