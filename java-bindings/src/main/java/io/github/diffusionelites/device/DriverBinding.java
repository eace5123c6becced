package io.github.diffusionelites.device;

import java.util.Locale;

/** How the driver of a GPU is called; results do not depend on it. */
public enum DriverBinding {
    /** By Java's foreign function interface: the default. */
    FFM,
    /** By JCuda, for those who use it already; it must be on the class path, and calls take longer. */
    JCUDA;

    /** Returns the name in small letters, as on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
