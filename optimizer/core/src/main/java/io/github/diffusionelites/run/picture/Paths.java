package io.github.diffusionelites.run.picture;

/** Many paths in the plane, of which only those that are drawn need be in memory. */
public interface Paths {

    /** Returns the number of paths. */
    int count();

    /** Returns the first paths, at most {@code most}. */
    Trajectories first(int most);

    /** Returns the paths at these places, in their order. */
    Trajectories subset(int[] places);
}
