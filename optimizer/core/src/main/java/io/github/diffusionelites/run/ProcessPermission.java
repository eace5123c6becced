package io.github.diffusionelites.run;

/**
 * Whether a job may start processes for its reward. They have all rights of this process; never take this permission
 * from the job itself.
 */
public enum ProcessPermission {

    /** A job that needs processes is refused. */
    REFUSED,

    /** The job is trusted as a program is that one starts. */
    ALLOWED
}
