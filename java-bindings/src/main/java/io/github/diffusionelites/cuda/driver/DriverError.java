package io.github.diffusionelites.cuda.driver;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The codes of the driver that users meet, by their names without {@code CUDA_ERROR_}, each with its cause and its cure
 * in a plain sentence.
 */
enum DriverError {
    INVALID_VALUE(1, "an argument is out of range; this is a defect of this program, please report it"),
    OUT_OF_MEMORY(2, "the GPU has too little free memory; use a smaller population or end other programs on the GPU"),
    NOT_INITIALIZED(3, "the driver was used before it was initialised; this is a defect of this program"),
    DEINITIALIZED(4, "the driver has shut down because the process is ending; close devices before that"),
    STUB_LIBRARY(34, "the library is the toolkit's stub for linking; take its directory from LD_LIBRARY_PATH"),
    INSUFFICIENT_DRIVER(35, "there is no NVIDIA driver, or it is too old for this program; install a newer one"),
    DEVICE_UNAVAILABLE(46, "another process has the GPU to itself, or its compute mode forbids use; see nvidia-smi"),
    NO_DEVICE(100, "there is no NVIDIA GPU, or CUDA_VISIBLE_DEVICES hides it; see nvidia-smi"),
    INVALID_DEVICE(101, "there is no GPU with this number; see nvidia-smi for those there are"),
    INVALID_IMAGE(200, "the kernels are damaged or for another kind of driver; build them anew with nvcc"),
    INVALID_CONTEXT(201, "the GPU's context is not current or was destroyed; another library may have reset the GPU"),
    NO_BINARY_FOR_GPU(209, "the kernels were not built for this GPU; build them with its architecture added"),
    ECC_UNCORRECTABLE(214, true, "the GPU's memory has a fault; reset the GPU, and replace it if that happens again"),
    INVALID_PTX(218, "the driver cannot compile the kernels; update the driver or build the kernels for this GPU"),
    NVLINK_UNCORRECTABLE(220, true, "the link between GPUs has a fault; see the system's log"),
    JIT_COMPILER_NOT_FOUND(221, "the driver lacks its compiler, libnvidia-ptxjitcompiler; install the whole driver"),
    UNSUPPORTED_PTX_VERSION(222, "the kernels were built by a CUDA newer than the driver; update the driver"),
    INVALID_SOURCE(300, "the kernels are not of a kind that the driver loads; build them anew with nvcc"),
    OPERATING_SYSTEM(304, "the operating system refused what the driver asked; see the permissions of /dev/nvidia*"),
    INVALID_HANDLE(400, "a handle is not valid, perhaps closed already; this is a defect of this program"),
    ILLEGAL_STATE(401, "something is not in a state that allows the call; this is a defect of this program"),
    NOT_FOUND(500, "a kernel or variable is not in the module; kernels and this jar are of different versions"),
    NOT_READY(600, "the work is not done yet; this is no failure"),
    ILLEGAL_ADDRESS(700, true, "a kernel used an address that is not its own; run it under compute-sanitizer"),
    LAUNCH_OUT_OF_RESOURCES(701, "a kernel needs more registers or shared memory than the GPU has for its block size"),
    LAUNCH_TIMEOUT(702, true, "a kernel ran longer than the system allows; use a GPU that drives no display"),
    CONTEXT_IS_DESTROYED(709, true, "another library destroyed the GPU's context; open the device anew"),
    ASSERT(710, true, "an assertion in a kernel failed; what it printed says which"),
    HARDWARE_STACK_ERROR(714, true, "the stack of a kernel is damaged; run it under compute-sanitizer"),
    ILLEGAL_INSTRUCTION(715, true, "a kernel has an instruction that this GPU lacks; build the kernels for this GPU"),
    MISALIGNED_ADDRESS(716, true, "a kernel used an address that is not aligned; run it under compute-sanitizer"),
    INVALID_ADDRESS_SPACE(717, true, "a kernel used an address of the wrong kind; run it under compute-sanitizer"),
    INVALID_PC(718, true, "a kernel jumped to where no code is; run it under compute-sanitizer"),
    LAUNCH_FAILED(
            719, true, "a kernel failed; run it under compute-sanitizer, and see the system's log for Xid errors"),
    COOPERATIVE_LAUNCH_TOO_LARGE(720, "a cooperative launch has more blocks than the GPU runs at once"),
    TENSOR_MEMORY_LEAK(721, true, "a kernel ended without freeing its tensor memory; this is a defect of the kernel"),
    NOT_PERMITTED(800, "the call is not allowed here; this is a defect of this program"),
    NOT_SUPPORTED(801, "this GPU, driver or binding does not have the call; --binding ffm has the most"),
    SYSTEM_NOT_READY(802, "the machine's GPU services are not running; start nvidia-fabricmanager"),
    SYSTEM_DRIVER_MISMATCH(803, "the driver's library and kernel module differ in version; restart the machine"),
    COMPAT_NOT_SUPPORTED_ON_DEVICE(
            804, "the forward-compatibility library does not work with this GPU; take it from LD_LIBRARY_PATH"),
    STREAM_CAPTURE_UNSUPPORTED(900, "a call cannot be recorded into a graph; this is a defect of this program"),
    STREAM_CAPTURE_INVALIDATED(901, "an earlier error ended the recording of a graph; the first error is the cause"),
    STREAM_CAPTURE_MERGE(902, "two recordings of graphs were joined; this is a defect of this program"),
    STREAM_CAPTURE_UNMATCHED(903, "a recording was ended on a stream that did not begin it; a defect of this program"),
    STREAM_CAPTURE_UNJOINED(904, "a recording ended before its branches were joined; this is a defect of this program"),
    STREAM_CAPTURE_ISOLATION(905, "a recording depends on work outside it; this is a defect of this program"),
    STREAM_CAPTURE_IMPLICIT(906, "a call would make stream 0 part of a recording; this is a defect of this program"),
    CAPTURED_EVENT(907, "an event of a recording was waited for; this is a defect of this program"),
    STREAM_CAPTURE_WRONG_THREAD(908, "a recording was ended by another thread; this is a defect of this program"),
    TIMEOUT(909, "the driver gave up waiting; see the system's log for what the GPU did"),
    UNKNOWN(999, "the driver has an inner error; restart the machine or reload the driver's kernel modules");

    private static final Map<Integer, DriverError> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(DriverError::code, Function.identity()));

    private final int code;
    private final boolean sticky;
    private final String causeAndCure;

    DriverError(int code, String causeAndCure) {
        this(code, false, causeAndCure);
    }

    DriverError(int code, boolean sticky, String causeAndCure) {
        this.code = code;
        this.sticky = sticky;
        this.causeAndCure = causeAndCure;
    }

    /** Returns the error of a code, or null where the code is none of these; 0 is no error. */
    static @Nullable DriverError of(int code) {
        return BY_CODE.get(code);
    }

    /** Returns the number of the code. */
    int code() {
        return code;
    }

    /** Returns whether every later call of the process fails, frees included. */
    boolean isSticky() {
        return sticky;
    }

    /** Returns what the driver calls the code. */
    String title() {
        return "CUDA_ERROR_" + name();
    }

    /** Returns what happened and what to do, without a capital letter and without a full stop. */
    String causeAndCure() {
        return causeAndCure;
    }
}
