package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.nvrtc.RewardCompiler;
import io.github.diffusionelites.device.DeviceCode;
import io.github.diffusionelites.device.DeviceCodeException;
import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceLostException;
import io.github.diffusionelites.device.Operation;
import java.util.HashMap;
import java.util.Map;

/** Rewards of users: compiled and loaded once for a device, and kept until it is closed. */
final class RewardCode {

    private static final String KERNEL = "score_by_code";

    private final DeviceInfo info;
    private final Kernels kernels;
    private final boolean allowed;
    private final Map<DeviceCode, String> names = new HashMap<>();

    RewardCode(DeviceInfo info, Kernels kernels, boolean allowed) {
        this.info = info;
        this.kernels = kernels;
        this.allowed = allowed;
    }

    /**
     * Returns the launch of a reward; the driver loads its code if it has not yet.
     *
     * @throws DeviceCodeException if it is not allowed, or cannot be compiled or loaded
     */
    Launch launch(Operation.ScoreByCode score, ChunkView chunk, long parameters) {
        Arguments arguments = chunk.arguments()
                .pointers(chunk.address(score.samples()), parameters, chunk.ofRow(score.rewards()))
                .integers(score.channels(), score.length(), (int)
                        score.parameters().shape().dimension(1));
        requireAllowed(score.code());
        String known = names.get(score.code());
        String name = known == null ? load(score.code(), arguments.struct().length) : known;
        return Launch.ofItems(name, chunk.rows(), arguments);
    }

    private void requireAllowed(DeviceCode code) {
        if (!allowed) {
            throw new DeviceCodeException(
                    "The reward " + code.name() + " is code that would run on the GPU with all rights of this process,"
                            + " and such code was not allowed; if you trust it, say --allow-device-code, or open the"
                            + " device with DeviceOptions.allowingDeviceCode().",
                    "");
        }
    }

    private String load(DeviceCode code, int argumentBytes) {
        byte[] image = switch (code) {
            case DeviceCode.Source source ->
                RewardCompiler.compile(source, KernelImage.rewardWrapper(), architecture(info));
            case DeviceCode.Binary binary -> binary.image();
        };
        String name = KERNEL + " of " + code.name() + ", " + names.size();
        try {
            kernels.add(image, KERNEL, name, argumentBytes);
        } catch (DeviceLostException e) {
            throw e;
        } catch (DeviceException e) {
            throw new DeviceCodeException(
                    "The reward " + code.name() + " cannot be loaded; it must be an image for " + info.instructionSet()
                            + " with a kernel " + KERNEL + " of " + argumentBytes + " bytes of arguments. "
                            + e.getMessage(),
                    "");
        }
        names.put(code, name);
        return name;
    }

    /** The number in the instruction set {@code sm_90}. */
    static int architecture(DeviceInfo info) {
        return Integer.parseInt(info.instructionSet().substring("sm_".length()));
    }
}
