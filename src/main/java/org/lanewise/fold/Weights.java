package org.lanewise.fold;

import java.util.Objects;
import org.lanewise.tensor.ElementType;

/** The weights and bias of a {@link LinearMap}. Immutable: arrays are copied on the way in and out. */
public final class Weights {
    private final LinearMap map;
    private final ElementType type;
    private final double[] values;
    private final double[] bias;

    /** Over the arrays themselves, of values that the type has. */
    Weights(LinearMap map, ElementType type, double[] values, double[] bias) {
        this.map = map;
        this.type = type;
        this.values = values;
        this.bias = bias;
    }

    /**
     * From floats: a float32 model's, or a shorter type's, widened.
     *
     * @param values in the map's order; of any value
     * @param bias one per output channel; null for 0
     * @throws IllegalArgumentException if an array's length does not fit
     */
    public static Weights of(LinearMap map, float[] values, float[] bias) {
        Objects.requireNonNull(values, "values");
        return checked(map, ElementType.FLOAT32, widened(values), bias == null ? null : widened(bias));
    }

    /** As {@link #of(LinearMap, float[], float[])}, from a float64 model's doubles. */
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

    /** What the weights are of. */
    public LinearMap map() {
        return map;
    }

    /** The type whose values these are. */
    public ElementType type() {
        return type;
    }

    /**
     * The weights in the map's order.
     *
     * @throws IllegalStateException if the type is float64, whose values are no floats
     */
    public float[] values() {
        return narrowed(values);
    }

    /** The weights in the map's order, whatever the type. */
    public double[] doubleValues() {
        return values.clone();
    }

    /**
     * The bias of each output channel; 0 where there is none.
     *
     * @throws IllegalStateException if the type is float64, whose values are no floats
     */
    public float[] bias() {
        return narrowed(bias);
    }

    /** The bias of each output channel, whatever the type. */
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
            throw new IllegalStateException("type: " + type + ", must be one of floats; doubleValues and doubleBias take all");
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
