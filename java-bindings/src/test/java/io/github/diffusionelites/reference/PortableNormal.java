package io.github.diffusionelites.reference;

/**
 * The float32 normal numbers that devices draw under portable arithmetic, bit for bit: Box-Muller with polynomials for
 * logarithm, sine and cosine, every rounding explicit. {@link NormalReference} says what they approximate.
 */
public final class PortableNormal {

    /** Coefficients of (ln(1 + f) - f) / f^2 for f in [-1/3, 1/3), highest power first. */
    private static final float[] LOGARITHM = {
        -0.12948833405971527f,
        0.14004762470722198f,
        -0.12167185544967651f,
        0.14001159369945526f,
        -0.16682302951812744f,
        0.20010747015476227f,
        -0.24999716877937317f,
        0.3333320915699005f,
        -0.5f
    };
    /** Coefficients of sin(pi t) / t in t^2 for |t| <= 1/4, highest power first. */
    private static final float[] SINE = {
        0.08103042095899582f, -0.5992060899734497f, 2.5501627922058105f, -5.167712688446045f, 3.14159274101257324f
    };
    /** Coefficients of cos(pi t) in t^2 for |t| <= 1/4, highest power first. */
    private static final float[] COSINE = {
        0.23142953217029572f, -1.3350584506988525f, 4.0587077140808105f, -4.934802055358887f, 1.0f
    };
    /** Bits of 2/3: what is taken off so that the exponent splits numbers at 4/3 and not at powers of 2. */
    private static final int TWO_THIRDS = 0x3F2AAAAB;

    private static final float LN_2 = 0.693147182464599609f;

    private PortableNormal() {}

    /** Returns the first {@code width} normal numbers of a place. */
    public static float[] row(NoisePlace place, int width) {
        float[] normals = new float[width];
        int[] words = null;
        for (int element = 0; element < width; element++) {
            if (element % 4 == 0) {
                words = place.words(element / 4);
            }
            int pair = element % 4 / 2 * 2;
            normals[element] = normal(words[pair], words[pair + 1], element % 2 == 1);
        }
        return normals;
    }

    /** Returns the even or the odd element of a pair, from the word of the radius and that of the angle. */
    public static float normal(int radiusWord, int angleWord, boolean odd) {
        float square = -2f * logarithm(NormalReference.uniform(radiusWord));
        float radius = (float) Math.sqrt(square > 0 ? square : 0f);
        return radius * direction(angleWord, odd);
    }

    private static float logarithm(float u) {
        int bits = Float.floatToRawIntBits(u);
        int exponent = bits - TWO_THIRDS >> 23;
        float f = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
        return Math.fma((float) exponent, LN_2, Math.fma(f * f, polynomial(LOGARITHM, f), f));
    }

    /** Returns sine or cosine of 2 pi w / 2^32, from the quadrant of w and the rest, |rest| <= 2^29. */
    private static float direction(int word, boolean sine) {
        int quadrant = word + 0x20000000 >>> 30;
        float t = (word - (quadrant << 30)) * 0x1p-31f;
        float t2 = t * t;
        boolean ofSine = sine == (quadrant % 2 == 0);
        float value = ofSine ? t * polynomial(SINE, t2) : polynomial(COSINE, t2);
        boolean negative = sine ? quadrant >= 2 : quadrant == 1 || quadrant == 2;
        return negative ? -value : value;
    }

    private static float polynomial(float[] coefficients, float x) {
        float sum = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            sum = Math.fma(sum, x, coefficients[i]);
        }
        return sum;
    }
}
