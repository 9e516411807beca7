package org.lanewise.bench.compare;

import java.util.Optional;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.lanewise.bench.peer.Peer;
import org.lanewise.bench.peer.SegmentPointer;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/**
 * PyTorch's native_batch_norm and native_batch_norm_backward, on tensors made once per case over the workload's memory,
 * in inference mode: without anything of autograd.
 *
 * <p>Forward writes into the workload's output, by the variant with an out argument. Backward has none that writes
 * there (it would compute into new memory and copy), so it gives new memory each time, as users get it, and the time of
 * that counts.
 *
 * <p>What is added and activated is what its users write, out.add_(r) and out.relu_(), and backward what autograd calls
 * for the latter, threshold_backward.
 *
 * <p>A sequence (N, C, L) with its channels last is given as an image (N, C, L, 1): PyTorch knows that layout for 4 and
 * 5 axes only.
 */
final class PyTorchEngine implements Engine {
    @Override
    public String name() {
        return "pytorch";
    }

    @Override
    public String version() {
        String version = torch.class.getPackage().getImplementationVersion();
        return "PyTorch" + (version == null ? "" : " " + version) + ", "
                + torch.get_cpu_capability().getString();
    }

    @Override
    public Optional<String> unavailable(ElementType type) {
        return Peer.PYTORCH.unavailable();
    }

    @Override
    public boolean supports(Case work) {
        return work.pass() != Pass.BACKWARD_IN_PLACE;
    }

    @Override
    public Run prepare(Workload workload, Pass pass, int threads) {
        torch.set_num_threads(threads);
        return new Call(workload, pass);
    }

    private static ScalarType elements(ElementType type) {
        return switch (type) {
            case FLOAT32 -> ScalarType.Float;
            case FLOAT64 -> ScalarType.Double;
            case BFLOAT16 -> ScalarType.BFloat16;
            case FLOAT16 -> ScalarType.Half;
        };
    }

    /** Of gamma, beta and statistics: double with float64, and float, which keeps the most digits, with all others. */
    private static ScalarType parameters(ElementType type) {
        return type == ElementType.FLOAT64 ? ScalarType.Double : ScalarType.Float;
    }

    private static final class Call implements Run {
        private final Pointers held = new Pointers();
        private final Workload workload;
        private final Pass pass;
        private final org.bytedeco.pytorch.Tensor x;
        private final org.bytedeco.pytorch.Tensor dy;
        private final org.bytedeco.pytorch.Tensor out;
        private final org.bytedeco.pytorch.Tensor mean;
        private final org.bytedeco.pytorch.Tensor invStd;
        private final TensorOptional gamma;
        private final TensorOptional beta;
        private final TensorOptional runningMean;
        private final TensorOptional runningVariance;
        private final TensorOptional savedMean;
        private final TensorOptional savedInvStd;
        private final BoolPointer all =
                held.keep(new BoolPointer(3).put(0, true).put(1, true).put(2, true));
        private final Scalar zero = held.keep(new Scalar(0f));
        private final org.bytedeco.pytorch.Tensor residual;
        /** What was activated, for the way back; else null. */
        private final org.bytedeco.pytorch.Tensor y;

        private org.bytedeco.pytorch.Tensor dresidual;
        private T_TensorTensorTensor_T gradients;

        Call(Workload workload, Pass pass) {
            this.workload = workload;
            this.pass = pass;
            // On for the calling thread until it is closed; the other engines do not see it.
            held.keep(new InferenceMode(true));
            x = tensor(workload.x());
            dy = tensor(workload.dy());
            out = tensor(workload.out());
            mean = vector(new float[workload.shape().channels()]);
            invStd = vector(new float[workload.shape().channels()]);
            gamma = optional(vector(workload.gamma()));
            beta = optional(vector(workload.beta()));
            runningMean = optional(vector(workload.mean()));
            runningVariance = optional(vector(workload.variance()));
            savedMean = optional(mean);
            savedInvStd = optional(invStd);
            residual = tensor(workload.residual());
            if (pass.plain() == Pass.BACKWARD) {
                forward(true);
            }
            // A copy, since the output is for dx now.
            y = pass == Pass.BACKWARD_ADD_RELU ? held.keep(out.clone()) : null;
        }

        private void forward(boolean training) {
            torch.native_batch_norm_out(
                            out,
                            mean,
                            invStd,
                            x,
                            gamma,
                            beta,
                            runningMean,
                            runningVariance,
                            training,
                            0.1,
                            Workload.EPS)
                    .close();
            if (pass.isFused()) {
                // What they return is out itself, not another that would have to be closed.
                out.add_(residual);
                out.relu_();
            }
        }

        @Override
        public void run() {
            if (pass.plain() == Pass.BACKWARD) {
                // The former results go first, so that their memory can be taken again.
                close(gradients);
                close(dresidual);
                if (pass.isFused()) {
                    dresidual = torch.threshold_backward(dy, y, zero);
                }
                gradients = torch.native_batch_norm_backward(
                        dresidual == null ? dy : dresidual,
                        x,
                        gamma,
                        runningMean,
                        runningVariance,
                        savedMean,
                        savedInvStd,
                        true,
                        Workload.EPS,
                        all);
            } else {
                forward(pass.plain() == Pass.TRAIN);
            }
        }

        private static void close(Pointer result) {
            if (result != null) {
                result.close();
            }
        }

        @Override
        public void fetch() {
            if (gradients != null) {
                out.copy_(gradients.get0());
            }
            if (dresidual != null) {
                tensor(workload.dresidual()).copy_(dresidual);
            }
        }

        @Override
        public void close() {
            close(gradients);
            close(dresidual);
            held.close();
        }

        private org.bytedeco.pytorch.Tensor vector(float[] values) {
            return held.keep(torch.from_blob(held.keep(new FloatPointer(values)), values.length)
                    .to(parameters(workload.type())));
        }

        private TensorOptional optional(org.bytedeco.pytorch.Tensor tensor) {
            return held.keep(new TensorOptional(tensor));
        }

        private org.bytedeco.pytorch.Tensor tensor(org.lanewise.tensor.Tensor tensor) {
            Shape shape = tensor.shape();
            boolean last = tensor.layout() == Layout.CHANNELS_LAST && shape.spatial() > 1;
            long[] sizes = new long[last && shape.rank() == 3 ? 4 : shape.rank()];
            long[] strides = new long[sizes.length];
            long stride = last ? shape.channels() : 1;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                sizes[axis] = axis < shape.rank() ? shape.size(axis) : 1;
                if (axis == 1 && last) {
                    strides[axis] = 1;
                } else {
                    strides[axis] = stride;
                    stride *= sizes[axis];
                }
            }
            return held.keep(
                    torch.from_blob(new SegmentPointer(tensor), sizes, strides, torch.dtype(elements(tensor.type()))));
        }
    }
}
