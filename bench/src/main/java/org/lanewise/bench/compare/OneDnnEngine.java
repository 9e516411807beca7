package org.lanewise.bench.compare;

import java.util.Optional;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.lanewise.bench.peer.Peer;
import org.lanewise.bench.peer.SegmentPointer;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * oneDNN's primitives, made once per case: on the tensors' own memory, or on copies in oneDNN's own blocked layout,
 * nChw16c where it has 512-bit vectors and nChw8c elsewhere. Copying there and back is not timed: a network that oneDNN
 * runs as a whole stays in that layout.
 *
 * <p>A sequence (N, C, L) is given as an image (N, C, 1, L): its fast code takes 4 and 5 axes only.
 */
final class OneDnnEngine implements Engine {
    private static final int SCALE_AND_SHIFT = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift;

    private final boolean blocked;

    OneDnnEngine(boolean blocked) {
        this.blocked = blocked;
    }

    @Override
    public String name() {
        return blocked ? "onednn-blocked" : "onednn";
    }

    @Override
    public String version() {
        dnnl_version_t version = dnnl.dnnl_version();
        return "oneDNN " + version.major() + "." + version.minor() + "." + version.patch() + ", "
                + dnnl.get_effective_cpu_isa();
    }

    @Override
    public Optional<String> unavailable(ElementType type) {
        return Peer.ONEDNN.unavailable().or(() -> lacking(type));
    }

    /** Which types there are depends on the processor: so it is asked. */
    private static Optional<String> lacking(ElementType type) {
        Optional<memory.data_type> name = name(type);
        if (name.isPresent()) {
            try (PointerScope _ = new PointerScope()) {
                memory.desc form = new memory.desc(new long[] {2, 16, 4, 4}, name.get(), memory.format_tag.abcd);
                new batch_normalization_forward.primitive_desc(
                        new engine(engine.kind.cpu, 0),
                        dnnl.dnnl_forward_training,
                        form,
                        form,
                        (float) Workload.EPS,
                        SCALE_AND_SHIFT);
                return Optional.empty();
            } catch (RuntimeException e) {
                // It says no more than that it could not create a primitive descriptor.
            }
        }
        return Optional.of("oneDNN: has no batch normalization of " + Case.label(type) + " on a processor with "
                + dnnl.get_effective_cpu_isa());
    }

    /** What oneDNN calls a type of which it has batch normalization on some processor. */
    private static Optional<memory.data_type> name(ElementType type) {
        return switch (type) {
            case FLOAT32 -> Optional.of(memory.data_type.f32);
            case BFLOAT16 -> Optional.of(memory.data_type.bf16);
            case FLOAT16 -> Optional.of(memory.data_type.f16);
            case FLOAT64 -> Optional.empty();
        };
    }

    @Override
    public boolean supports(Case work) {
        // Its flag to add and activate too, fuse_norm_add_relu, is for GPUs only.
        return !work.pass().isFused()
                && (!blocked
                        || !work.pass().isInPlace()
                                && work.shape().rank() == 4
                                && work.layout() == Layout.CHANNELS_FIRST);
    }

    @Override
    public Run prepare(Workload workload, Pass pass, int threads) {
        // Before anything is made: a primitive keeps the number of threads that it was made for.
        OpenMp.setThreads(threads);
        return new Primitive(workload, pass);
    }

    private static boolean has512Bits() {
        return dnnl.get_effective_cpu_isa().toString().contains("avx512")
                || dnnl.get_effective_cpu_isa().toString().contains("avx10");
    }

    private final class Primitive implements Run {
        private final Pointers held = new Pointers();
        private final engine cpu = held.keep(new engine(engine.kind.cpu, 0));
        private final stream queue = held.keep(new stream(cpu));
        private final Workload workload;
        private final memory out;
        private final primitive operation;
        private final IntMemoryMap arguments;
        private final String detail;

        Primitive(Workload workload, Pass pass) {
            this.workload = workload;
            memory x = input(workload.x());
            memory mean = vector(workload.mean());
            memory variance = vector(workload.variance());
            memory gamma = vector(workload.gamma());
            out = blocked ? held.keep(new memory(form(), cpu)) : own(workload.out());
            IntMemoryMap ofForward = held.keep(new IntMemoryMap())
                    .put(dnnl.DNNL_ARG_SRC, x)
                    .put(dnnl.DNNL_ARG_MEAN, mean)
                    .put(dnnl.DNNL_ARG_VARIANCE, variance)
                    .put(dnnl.DNNL_ARG_SCALE, gamma)
                    .put(dnnl.DNNL_ARG_SHIFT, vector(workload.beta()))
                    .put(dnnl.DNNL_ARG_DST, out);
            batch_normalization_forward.primitive_desc forward = held.keep(forward(pass));
            primitive forwards = held.keep(new batch_normalization_forward(forward));
            if (pass.plain() == Pass.BACKWARD) {
                ofForward.put(dnnl.DNNL_ARG_DST, blocked ? out : own(workload.scratch()));
                execute(forwards, ofForward);
                batch_normalization_backward.primitive_desc backward =
                        held.keep(new batch_normalization_backward.primitive_desc(
                                cpu,
                                dnnl.dnnl_backward,
                                form(),
                                form(),
                                form(),
                                (float) Workload.EPS,
                                SCALE_AND_SHIFT,
                                forward));
                int channels = workload.shape().channels();
                operation = held.keep(new batch_normalization_backward(backward));
                arguments = held.keep(new IntMemoryMap())
                        .put(dnnl.DNNL_ARG_SRC, x)
                        .put(dnnl.DNNL_ARG_MEAN, mean)
                        .put(dnnl.DNNL_ARG_VARIANCE, variance)
                        .put(dnnl.DNNL_ARG_SCALE, gamma)
                        .put(dnnl.DNNL_ARG_DIFF_DST, input(workload.dy()))
                        .put(dnnl.DNNL_ARG_DIFF_SRC, out)
                        .put(dnnl.DNNL_ARG_DIFF_SCALE, vector(new float[channels]))
                        .put(dnnl.DNNL_ARG_DIFF_SHIFT, vector(new float[channels]));
                detail = implementation(backward);
            } else {
                operation = forwards;
                arguments = ofForward;
                detail = implementation(forward);
            }
        }

        private batch_normalization_forward.primitive_desc forward(Pass pass) {
            boolean given = pass.plain() == Pass.INFER;
            return new batch_normalization_forward.primitive_desc(
                    cpu,
                    given ? dnnl.dnnl_forward_inference : dnnl.dnnl_forward_training,
                    form(),
                    form(),
                    (float) Workload.EPS,
                    given ? SCALE_AND_SHIFT | dnnl.dnnl_use_global_stats : SCALE_AND_SHIFT);
        }

        private String implementation(primitive_desc_base description) {
            return description.impl_info_str().getString() + (blocked ? has512Bits() ? " nChw16c" : " nChw8c" : "");
        }

        /** The form that the primitive works in. */
        private memory.desc form() {
            if (!blocked) {
                return ownForm();
            }
            return form(has512Bits() ? memory.format_tag.nChw16c : memory.format_tag.nChw8c);
        }

        /** The form that the workload's tensors have. */
        private memory.desc ownForm() {
            boolean first = workload.layout() == Layout.CHANNELS_FIRST;
            return form(
                    switch (workload.shape().rank()) {
                        case 2 -> memory.format_tag.ab;
                        case 5 -> first ? memory.format_tag.abcde : memory.format_tag.acdeb;
                        default -> first ? memory.format_tag.abcd : memory.format_tag.acdb;
                    });
        }

        private memory.desc form(memory.format_tag tag) {
            Shape shape = workload.shape();
            long[] sizes = shape.rank() == 3
                    ? new long[] {shape.size(0), shape.size(1), 1, shape.size(2)}
                    : new long[shape.rank()];
            for (int axis = 0; axis < sizes.length && shape.rank() != 3; axis++) {
                sizes[axis] = shape.size(axis);
            }
            return new memory.desc(sizes, name(workload.type()).orElseThrow(), tag);
        }

        private memory own(Tensor tensor) {
            return held.keep(new memory(ownForm(), cpu, new SegmentPointer(tensor)));
        }

        private memory input(Tensor tensor) {
            memory own = own(tensor);
            if (!blocked) {
                return own;
            }
            memory copy = held.keep(new memory(form(), cpu));
            move(own, copy);
            return copy;
        }

        private void move(memory from, memory to) {
            try (reorder mover = new reorder(from, to)) {
                mover.execute(queue, from, to);
                queue._wait();
            }
        }

        private memory vector(float[] values) {
            memory.desc form = new memory.desc(new long[] {values.length}, memory.data_type.f32, memory.format_tag.a);
            return held.keep(new memory(form, cpu, held.keep(new FloatPointer(values))));
        }

        private void execute(primitive what, IntMemoryMap with) {
            what.execute(queue, with);
            queue._wait();
        }

        @Override
        public void run() {
            execute(operation, arguments);
        }

        @Override
        public void fetch() {
            if (blocked) {
                move(out, own(workload.out()));
            }
        }

        @Override
        public String detail() {
            return detail;
        }

        @Override
        public void close() {
            held.close();
        }
    }
}
