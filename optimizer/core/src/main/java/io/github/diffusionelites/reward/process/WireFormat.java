package io.github.diffusionelites.reward.process;

/** How samples go to a process and rewards come back. */
public enum WireFormat {

    /** Length-prefixed binary frames, little-endian. */
    FRAMES,

    /** Lines of text, for shells and the like; numbers read back as the same 32-bit floats. */
    LINES;

    Wire open(int channels) {
        return switch (this) {
            case FRAMES -> new FrameWire(channels);
            case LINES -> new LineWire(channels);
        };
    }
}
