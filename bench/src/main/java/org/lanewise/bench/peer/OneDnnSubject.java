package org.lanewise.bench.peer;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.Statistics;
import org.lanewise.testkit.Subject;

/**
 * oneDNN's batch normalization primitives on the CPU, with scale and shift. It works on the tensors' own memory in the
 * layout that they have, gives mean and biased variance as floats, and takes eps as a float.
 */
public final class OneDnnSubject implements Subject {
    private static final int SCALE_AND_SHIFT = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift;

    private static final memory.format_tag[] FIRST = {
        memory.format_tag.ab, memory.format_tag.abc, memory.format_tag.abcd, memory.format_tag.abcde
    };
    private static final memory.format_tag[] LAST = {
        memory.format_tag.ab, memory.format_tag.acb, memory.format_tag.acdb, memory.format_tag.acdeb
    };

    // Held for the life of the program: one engine is what oneDNN's own programs have.
    private final engine cpu = new engine(engine.kind.cpu, 0);
    private final stream queue = new stream(cpu);

    @Override
    public String name() {
        return "oneDNN";
    }

    @Override
    public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
        try (PointerScope _ = new PointerScope()) {
            Vector mean = new Vector(new float[gamma.length]);
            Vector variance = new Vector(new float[gamma.length]);
            train(x, y, new Vector(gamma), new Vector(beta), eps, mean, variance);
            return new Statistics(Vectors.toDoubles(mean.get()), Vectors.toDoubles(variance.get()));
        }
    }

    private batch_normalization_forward.primitive_desc train(
            Tensor x, Tensor y, Vector gamma, Vector beta, double eps, Vector mean, Vector variance) {
        return forward(dnnl.dnnl_forward_training, SCALE_AND_SHIFT, x, y, gamma, beta, eps, mean, variance);
    }

    @Override
    public void infer(Tensor x, Tensor y, float[] gamma, float[] beta, double eps, float[] mean, float[] variance) {
        try (PointerScope _ = new PointerScope()) {
            forward(
                    dnnl.dnnl_forward_inference,
                    SCALE_AND_SHIFT | dnnl.dnnl_use_global_stats,
                    x,
                    y,
                    new Vector(gamma),
                    new Vector(beta),
                    eps,
                    new Vector(mean),
                    new Vector(variance));
        }
    }

    private batch_normalization_forward.primitive_desc forward(
            int kind,
            int flags,
            Tensor x,
            Tensor y,
            Vector gamma,
            Vector beta,
            double eps,
            Vector mean,
            Vector variance) {
        memory.desc form = form(x);
        batch_normalization_forward.primitive_desc description =
                new batch_normalization_forward.primitive_desc(cpu, kind, form, form, (float) eps, flags);
        run(
                new batch_normalization_forward(description),
                new IntMemoryMap()
                        .put(dnnl.DNNL_ARG_SRC, memory(x))
                        .put(dnnl.DNNL_ARG_DST, memory(y))
                        .put(dnnl.DNNL_ARG_MEAN, mean.handle)
                        .put(dnnl.DNNL_ARG_VARIANCE, variance.handle)
                        .put(dnnl.DNNL_ARG_SCALE, gamma.handle)
                        .put(dnnl.DNNL_ARG_SHIFT, beta.handle));
        return description;
    }

    @Override
    public void backward(Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta) {
        // Into memory of its own, copied afterwards: oneDNN promises that dx may be dy, not that it may be x.
        Vectors.withScratch(x, out -> {
            try (PointerScope _ = new PointerScope()) {
                int channels = gamma.length;
                Vector scale = new Vector(gamma);
                Vector mean = new Vector(new float[channels]);
                Vector variance = new Vector(new float[channels]);
                Vector scaleGradient = new Vector(new float[channels]);
                Vector shiftGradient = new Vector(new float[channels]);
                batch_normalization_forward.primitive_desc hint =
                        train(x, out, scale, new Vector(new float[channels]), eps, mean, variance);
                memory.desc form = form(x);
                batch_normalization_backward.primitive_desc description = new batch_normalization_backward
                        .primitive_desc(cpu, dnnl.dnnl_backward, form, form, form, (float) eps, SCALE_AND_SHIFT, hint);
                run(
                        new batch_normalization_backward(description),
                        new IntMemoryMap()
                                .put(dnnl.DNNL_ARG_SRC, memory(x))
                                .put(dnnl.DNNL_ARG_MEAN, mean.handle)
                                .put(dnnl.DNNL_ARG_VARIANCE, variance.handle)
                                .put(dnnl.DNNL_ARG_SCALE, scale.handle)
                                .put(dnnl.DNNL_ARG_DIFF_DST, memory(dy))
                                .put(dnnl.DNNL_ARG_DIFF_SRC, memory(out))
                                .put(dnnl.DNNL_ARG_DIFF_SCALE, scaleGradient.handle)
                                .put(dnnl.DNNL_ARG_DIFF_SHIFT, shiftGradient.handle));
                System.arraycopy(scaleGradient.get(), 0, dgamma, 0, channels);
                System.arraycopy(shiftGradient.get(), 0, dbeta, 0, channels);
            }
            dx.segment().copyFrom(out.segment());
        });
    }

    private void run(primitive operation, IntMemoryMap arguments) {
        operation.execute(queue, arguments);
        queue._wait();
    }

    private static memory.desc form(Tensor tensor) {
        Shape shape = tensor.shape();
        long[] sizes = new long[shape.rank()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = shape.size(axis);
        }
        memory.format_tag[] tags = tensor.layout() == Layout.CHANNELS_FIRST ? FIRST : LAST;
        return new memory.desc(sizes, memory.data_type.f32, tags[sizes.length - 2]);
    }

    private memory memory(Tensor tensor) {
        return new memory(form(tensor), cpu, new SegmentPointer(tensor));
    }

    /** One value per channel, in memory of oneDNN's kind. */
    private final class Vector {
        private final FloatPointer values;
        private final memory handle;

        Vector(float[] initial) {
            values = new FloatPointer(initial);
            handle = new memory(
                    new memory.desc(new long[] {initial.length}, memory.data_type.f32, memory.format_tag.a),
                    cpu,
                    values);
        }

        float[] get() {
            float[] array = new float[(int) values.capacity()];
            values.get(array);
            return array;
        }
    }
}
