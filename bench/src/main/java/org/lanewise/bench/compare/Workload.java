package org.lanewise.bench.compare;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * The memory that an engine works on: normal numbers, the same for every engine, and an output that is y or dx.
 * Parameters are per channel.
 *
 * <p>In place, the output is x or dy, and each call works on what the call before has left. So the parameters mirror
 * the input at its mean, and every second call gives it again: the batch's own statistics to normalize by, then its
 * negative standard deviation as gamma and its mean as beta. Else the numbers would grow to infinity, or shrink until
 * they are subnormal, which takes its time.
 */
public final class Workload implements AutoCloseable {
    /** 1e-5 as a float: a float to the engines that take eps as such, the same number to the others. */
    public static final double EPS = 1e-5f;

    /**
     * So many numbers are drawn, then they begin again. A prime, so that no two channels get the same ones in the same
     * order.
     */
    private static final int PERIOD = 1_048_573;

    private final Arena arena = Arena.ofShared();
    private final Tensor x;
    private final Tensor dy;
    private final Tensor out;
    /** In place, the same tensors as they were; else this. */
    private final Workload given;

    private Tensor dresidual;
    private final float[] gamma;
    private final float[] beta;
    private final float[] mean;
    private final float[] variance;
    private Oracle oracle;

    /** Of float32. */
    public Workload(Shape shape, Layout layout) {
        this(shape, layout, ElementType.FLOAT32);
    }

    /** Tensors of a shape, layout and type; the same numbers each time, rounded to the type. */
    public Workload(Shape shape, Layout layout, ElementType type) {
        x = normal(shape, layout, type, 1);
        dy = normal(shape, layout, type, 2);
        given = this;
        out = Tensor.allocate(arena, shape, layout, type);
        gamma = parameter(shape, 3, 0.5f);
        beta = parameter(shape, 4, -0.5f);
        mean = parameter(shape, 5, -0.5f);
        variance = parameter(shape, 6, 0.5f);
    }

    /** In place. */
    private Workload(Workload given, Pass pass) {
        this.given = given;
        x = copy(given.x);
        dy = copy(given.dy);
        out = pass.plain() == Pass.BACKWARD ? dy : x;
        gamma = given.gamma;
        beta = given.beta;
        mean = given.mean;
        variance = given.variance;
    }

    /** What a case works on. */
    static Workload of(Case work) {
        Workload workload = new Workload(work.shape(), work.layout(), work.type());
        if (!work.pass().isInPlace()) {
            return workload;
        }
        Oracle oracle = workload.oracle();
        for (int c = 0; c < workload.gamma.length; c++) {
            workload.mean[c] = (float) oracle.mean()[c];
            workload.variance[c] = (float) oracle.variance()[c];
            workload.beta[c] = workload.mean[c];
            workload.gamma[c] = (float) -Math.sqrt(workload.variance[c] + EPS);
        }
        return new Workload(workload, work.pass());
    }

    private Tensor copy(Tensor tensor) {
        Tensor copy = Tensor.allocate(arena, tensor.shape(), tensor.layout(), tensor.type());
        copy.segment().copyFrom(tensor.segment());
        return copy;
    }

    private Tensor normal(Shape shape, Layout layout, ElementType type, long seed) {
        Random random = new Random(seed);
        double[] numbers = new double[(int) Math.min(PERIOD, shape.elements())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextGaussian();
        }
        Tensor tensor = Tensor.allocate(arena, shape, layout, type);
        MemorySegment to = tensor.segment();
        long bytes = (long) numbers.length * type.bytes();
        MemorySegment period = to.asSlice(0, bytes);
        Tensor.of(period, Shape.of(1, numbers.length), layout, type).copyFrom(numbers);
        for (long at = bytes; at < to.byteSize(); at += bytes) {
            MemorySegment.copy(period, 0, to, at, Math.min(bytes, to.byteSize() - at));
        }
        return tensor;
    }

    private static float[] parameter(Shape shape, long seed, float low) {
        Random random = new Random(seed);
        float[] values = new float[shape.channels()];
        for (int c = 0; c < values.length; c++) {
            values[c] = low + random.nextFloat();
        }
        return values;
    }

    /** The memory lives as long as this. */
    public Arena arena() {
        return arena;
    }

    /** The input. */
    public Tensor x() {
        return x;
    }

    /** The gradient of the output. */
    public Tensor dy() {
        return dy;
    }

    /** What the passes that add do add: dy, to make do with less memory. */
    public Tensor residual() {
        return dy;
    }

    /** The gradient of what is added, beside dx; there is no such tensor before the first call. */
    public Tensor dresidual() {
        if (dresidual == null) {
            dresidual = Tensor.allocate(arena, shape(), layout(), type());
        }
        return dresidual;
    }

    /** y, or dx in a backward pass. In place, x or dy. */
    public Tensor out() {
        return out;
    }

    /** An output for what an engine must do beforehand: not an input, in place either. */
    public Tensor scratch() {
        return given.out;
    }

    /** The size of all tensors. */
    public Shape shape() {
        return x.shape();
    }

    /** The layout of all tensors. */
    public Layout layout() {
        return x.layout();
    }

    /** The type of all tensors. */
    public ElementType type() {
        return x.type();
    }

    /** A pass on these tensors. */
    Case work(Pass pass) {
        return new Case(shape(), layout(), type(), pass);
    }

    /** Whether a case is a pass on these tensors: in place, each case has its own. */
    boolean isFor(Case work) {
        return given == this && !work.pass().isInPlace() && work.equals(work(work.pass()));
    }

    /** The scale, within (0.5, 1.5). */
    public float[] gamma() {
        return gamma;
    }

    /** The shift, within (-0.5, 0.5). */
    public float[] beta() {
        return beta;
    }

    /** The population's mean, for inference. */
    public float[] mean() {
        return mean;
    }

    /** The population's variance, for inference. */
    public float[] variance() {
        return variance;
    }

    /** What must come out. The first call walks over all elements. */
    Oracle oracle() {
        if (oracle == null) {
            oracle = new Oracle(given, this);
        }
        return oracle;
    }

    /** One value per channel in native memory, a copy. */
    public MemorySegment vector(float[] values) {
        return arena.allocateFrom(JAVA_FLOAT, values);
    }

    /** The same for doubles. */
    MemorySegment vector(double[] values) {
        return arena.allocateFrom(JAVA_DOUBLE, values);
    }

    /** The same numbers. */
    public static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** Makes the outputs what no engine may leave. In place, makes the inputs what they were. */
    public void spoil() {
        if (given != this) {
            x.segment().copyFrom(given.x.segment());
            dy.segment().copyFrom(given.dy.segment());
            return;
        }
        out.segment().fill((byte) 0xff);
        if (dresidual != null) {
            dresidual.segment().fill((byte) 0xff);
        }
    }

    @Override
    public void close() {
        if (given != this) {
            given.close();
        }
        arena.close();
    }
}
