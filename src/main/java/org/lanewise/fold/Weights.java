package org.lanewise.fold;

import java.util.Objects;
import org.lanewise.tensor.ElementType;

/** The weights and biases of a {@link LinearMap}. Immutable: arrays are copied on the way in and out. */
public final class Weights {
    private final LinearMap map;
    private final ElementType type;
    private final double[] values;
    private final double[] bias;

    /** Takes the arrays themselves, not copies. Their values must be values of the type. */
    Weights(LinearMap map, ElementType type, double[] values, double[] bias) {
        this.map = map;
        this.type = type;
        this.values = values;
        this.bias = bias;
    }

    /**
     * The weights of a float32 model, or of a model of a 16-bit type widened to float. {@link #type()} becomes float32.
     *
     * @param values in the order and number that the map says; may be NaN or infinite
     * @param bias one per output channel; null for 0
     * @throws IllegalArgumentException if values or bias has not as many values as the map has weights or outputs
     */
    public static Weights of(LinearMap map, float[] values, float[] bias) {
        Objects.requireNonNull(values, "values");
        return checked(map, ElementType.FLOAT32, widened(values), bias == null ? null : widened(bias));
    }

    /**
     * The weights of a float64 model. {@link #type()} becomes float64.
     *
     * @param values in the order and number that the map says; may be NaN or infinite
     * @param bias one per output channel; null for 0
     * @throws IllegalArgumentException if values or bias has not as many values as the map has weights or outputs
     */
    public static Weights of(LinearMap map, double[] values, double[] bias) {
        Objects.requireNonNull(values, "values");
        return checked(map, ElementType.FLOAT64, values.clone(), bias == null ? null : bias.clone());
    }

    private static Weights checked(LinearMap map, ElementType type, double[] values, double[] bias) {
        Objects.requireNonNull(map, "map");
        map.requireWeights("values", values.length);
        if (bias != null && bias.length != map.outputs()) {
            throw new IllegalArgumentException(
                    "bias: " + bias.length + " values, must be " + map.outputs() + ", one per output channel");
        }
        return new Weights(map, type, values, bias == null ? new double[map.outputs()] : bias);
    }

    /** The map that these are the weights of. */
    public LinearMap map() {
        return map;
    }

    /** The type of the weights and biases: every value is one of this type. */
    public ElementType type() {
        return type;
    }

    /**
     * The weights in the map's order, in a new array.
     *
     * @throws IllegalStateException if the type is float64: see {@link #doubleValues}
     */
    public float[] values() {
        return narrowed(values);
    }

    /** The weights in the map's order, whatever the type, in a new array. */
    public double[] doubleValues() {
        return values.clone();
    }

    /**
     * The bias of each output channel, in a new array; 0 where the map has none.
     *
     * @throws IllegalStateException if the type is float64: see {@link #doubleBias}
     */
    public float[] bias() {
        return narrowed(bias);
    }

    /** The bias of each output channel, whatever the type, in a new array; 0 where the map has none. */
    public double[] doubleBias() {
        return bias.clone();
    }

    double value(int i) {
        return values[i];
    }

    double bias(int output) {
        return bias[output];
    }

    private static double[] widened(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    private float[] narrowed(double[] doubles) {
        if (type == ElementType.FLOAT64) {
            throw new IllegalStateException(
                    "type: " + type + ", must be one of floats; doubleValues and doubleBias take all");
        }
        float[] floats = new float[doubles.length];
        for (int i = 0; i < doubles.length; i++) {
            floats[i] = (float) doubles[i];
        }
        return floats;
    }

    @Override
    public String toString() {
        return "Weights[" + type + " " + map + "]";
    }
}
