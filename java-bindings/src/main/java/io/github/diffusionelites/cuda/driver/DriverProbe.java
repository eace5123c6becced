package io.github.diffusionelites.cuda.driver;

/**
 * What came of looking for the driver, or for a binding to it.
 *
 * @param library the name or the file by which the dynamic linker opened the driver; empty where it could not
 * @param version the newest CUDA that the driver supports, 1000 times the major and 10 times the minor; 0 if unknown
 * @param problem why it cannot be used and what to do, one sentence; empty where it can be
 */
public record DriverProbe(String library, int version, String problem) {

    /** Returns whether the driver can be used. */
    public boolean usable() {
        return problem.isEmpty();
    }

    /** Returns the version as people write it, such as 13.0. */
    public String versionText() {
        return text(version);
    }

    /** Returns the sentence for a driver that lacks a function. */
    public String lacks(String function) {
        return "The NVIDIA driver of " + library + ", which supports CUDA " + versionText() + ", lacks the function "
                + function + "; update the driver.";
    }

    static String text(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
