package io.github.diffusionelites.run.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.util.Arrays;

/**
 * The 256 colours of an animation, made from what it draws: greys, the colour scale, and the scale's and the obstacles'
 * mixtures with white that smooth edges need. Every frame shares them, so that colours do not flicker.
 */
final class FramePalette {

    /** The index that stands for "as in the frame before". */
    static final int TRANSPARENT = 255;

    private static final int GREYS = 40;
    private static final int HUES = 24;
    private static final int SHADES = 8;
    private static final int LEVELS = 32;

    private final int[] colors = new int[TRANSPARENT + 1];
    private final IndexColorModel model;
    private final short[] nearest = new short[LEVELS * LEVELS * LEVELS];

    /** Makes the palette for a scale, obstacles of one colour, and an ink. */
    FramePalette(Color ink, Color obstacle) {
        int next = 0;
        for (int i = 0; i < GREYS; i++) {
            colors[next++] = mixed(ink, i / (GREYS - 1.0));
        }
        for (int hue = 0; hue < HUES; hue++) {
            for (int shade = 1; shade <= SHADES; shade++) {
                colors[next++] = mixed(ColorScale.at(hue / (HUES - 1.0)), shade / (double) SHADES);
            }
        }
        int rest = TRANSPARENT - next;
        for (int shade = 1; shade <= rest; shade++) {
            colors[next++] = mixed(obstacle, shade / (double) rest);
        }
        model = new IndexColorModel(8, colors.length, colors, 0, false, TRANSPARENT, DataBuffer.TYPE_BYTE);
        Arrays.fill(nearest, (short) -1);
    }

    /** Returns the image with the nearest colours of the palette. */
    BufferedImage reduce(BufferedImage drawn) {
        BufferedImage reduced =
                new BufferedImage(drawn.getWidth(), drawn.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        int[] from = ((DataBufferInt) drawn.getRaster().getDataBuffer()).getData();
        byte[] to = ((DataBufferByte) reduced.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < from.length; i++) {
            to[i] = (byte) index(from[i]);
        }
        return reduced;
    }

    /** Returns a copy of {@code image} that is transparent wherever {@code former} looks the same. */
    BufferedImage difference(BufferedImage image, BufferedImage former) {
        BufferedImage changed =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        byte[] now = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        byte[] before = ((DataBufferByte) former.getRaster().getDataBuffer()).getData();
        byte[] to = ((DataBufferByte) changed.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < now.length; i++) {
            to[i] = now[i] == before[i] ? (byte) TRANSPARENT : now[i];
        }
        return changed;
    }

    private int index(int rgb) {
        int cell = (rgb >> 9 & 31 << 10) | (rgb >> 6 & 31 << 5) | (rgb >> 3 & 31);
        if (nearest[cell] < 0) {
            nearest[cell] = (short) search(spread(cell >> 10), spread(cell >> 5 & 31), spread(cell & 31));
        }
        return nearest[cell];
    }

    private int search(int red, int green, int blue) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRANSPARENT; i++) {
            long r = (colors[i] >> 16 & 255L) - red;
            long g = (colors[i] >> 8 & 255L) - green;
            long b = (colors[i] & 255L) - blue;
            // The weights follow the eye's sensitivity, as in the luma of ITU-R BT.601.
            long distance = 3 * r * r + 6 * g * g + b * b;
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    private static int spread(int fiveBits) {
        return fiveBits * 255 / (LEVELS - 1);
    }

    private static int mixed(Color color, double share) {
        int red = (int) Math.round(255 + share * (color.getRed() - 255));
        int green = (int) Math.round(255 + share * (color.getGreen() - 255));
        int blue = (int) Math.round(255 + share * (color.getBlue() - 255));
        return 0xff << 24 | red << 16 | green << 8 | blue;
    }
}
