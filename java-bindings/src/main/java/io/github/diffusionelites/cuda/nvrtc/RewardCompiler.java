package io.github.diffusionelites.cuda.nvrtc;

import io.github.diffusionelites.device.DeviceCode;
import io.github.diffusionelites.device.DeviceCodeException;
import java.lang.foreign.Arena;
import java.util.Arrays;

/** Compiles rewards in CUDA C++. */
public final class RewardCompiler {

    private static final String HEADER = "reward.cu";

    private RewardCompiler() {}

    /**
     * Compiles a reward inside the kernel that calls it.
     *
     * @param wrapper the kernel, which includes {@value #HEADER}
     * @param architecture of the device: 90 for compute capability 9.0
     * @return an image for the driver
     * @throws DeviceCodeException if there is no NVRTC, or the text does not compile, with what NVRTC said
     */
    public static byte[] compile(DeviceCode.Source source, String wrapper, int architecture) {
        NvrtcProbe probe = NvrtcLibrary.probe();
        if (!probe.usable()) {
            throw new DeviceCodeException(
                    "The reward " + source.name() + " in CUDA C++ needs NVRTC 13 or 12: install it (it is part of the"
                            + " CUDA toolkit), name its file by the system property " + NvrtcLibrary.PATH_PROPERTY
                            + ", or compile the reward to PTX elsewhere. " + probe.problem(),
                    "");
        }
        int known = Arrays.stream(NvrtcCalls.architectures())
                .filter(candidate -> candidate <= architecture)
                .max()
                .orElseThrow(() -> new DeviceCodeException(
                        "NVRTC " + probe.version() + " does not compile for compute capability " + architecture / 10
                                + "." + architecture % 10 + " of this device; install another version of NVRTC.",
                        ""));
        try (Arena arena = Arena.ofConfined()) {
            long program = NvrtcCalls.create(arena, wrapper, "score_by_code.cu", source.text(), HEADER);
            try {
                boolean exact = known == architecture;
                boolean compiled = NvrtcCalls.compile(
                        arena, program, "--std=c++17", "--gpu-architecture=" + (exact ? "sm_" : "compute_") + known);
                if (!compiled) {
                    String log = NvrtcCalls.log(arena, program);
                    throw new DeviceCodeException(
                            "The reward " + source.name() + " cannot be compiled by NVRTC " + probe.version()
                                    + "; correct what it says (" + HEADER + " is the reward):\n" + log,
                            log);
                }
                return exact ? NvrtcCalls.cubin(arena, program) : NvrtcCalls.ptx(arena, program);
            } finally {
                NvrtcCalls.destroy(arena, program);
            }
        }
    }
}
