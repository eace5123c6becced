package io.github.diffusionelites.cuda.driver;

/** What the driver's calls return, {@code CUresult}: 0, or what went wrong. */
public final class DriverCode {

    /** The call did what it should. */
    public static final int SUCCESS = 0;

    /** An argument is out of range. */
    public static final int INVALID_VALUE = 1;

    /** The device has too little free memory. */
    public static final int OUT_OF_MEMORY = 2;

    /** There is no device. */
    public static final int NO_DEVICE = 100;

    /** Work is not done yet; no failure. */
    public static final int NOT_READY = 600;

    /** The device, the driver or the binding does not have the call. */
    public static final int NOT_SUPPORTED = 801;

    /** A graph cannot take over the parameters of another, because their forms differ. */
    public static final int GRAPH_EXEC_UPDATE_FAILURE = 910;

    /** The driver has an error that it has no other code for. */
    public static final int UNKNOWN = 999;

    private DriverCode() {}

    /** Returns whether a code is one after which every later call of the process fails, frees included. */
    public static boolean isSticky(int code) {
        DriverError error = DriverError.of(code);
        return error != null && error.isSticky();
    }

    /** Returns what the driver calls a code, such as {@code CUDA_ERROR_NO_DEVICE}; for a rare code its number. */
    public static String title(int code) {
        DriverError error = DriverError.of(code);
        return error == null ? "CUresult " + code : error.title();
    }

    /**
     * Returns a code with its name, its cause and its cure where these are known, such as "CUDA_ERROR_NO_DEVICE (100):
     * there is no NVIDIA GPU, ...", without a full stop.
     */
    public static String describe(int code) {
        DriverError error = DriverError.of(code);
        return error == null ? title(code) : error.title() + " (" + code + "): " + error.causeAndCure();
    }
}
