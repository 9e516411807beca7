package org.lanewise.bench.peer;

import java.util.List;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.Statistics;
import org.lanewise.testkit.Subject;

/**
 * PyTorch's batch normalization on the CPU: native_batch_norm, which torch.nn.functional.batch_norm ends in, and its
 * backward.
 *
 * <p>A tensor's memory is given as it is; channels last is a matter of strides, the sizes are N, C, spatial in both
 * layouts. PyTorch makes its results in memory of its own, from where they are copied bit by bit: so outputs may be the
 * inputs.
 */
public final class PyTorchSubject implements Subject {
    private final int threads;

    /** With as many threads as PyTorch chooses. */
    public PyTorchSubject() {
        this(torch.get_num_threads());
    }

    private PyTorchSubject(int threads) {
        this.threads = threads;
    }

    @Override
    public String name() {
        return "PyTorch";
    }

    /** With one thread more. */
    @Override
    public List<Subject> twins() {
        return List.of(new PyTorchSubject(threads + 1));
    }

    /**
     * The statistics are those that PyTorch hands out as running ones with momentum 1, from 0 on: r = 0·0 + 1·new. The
     * mean is then the batch's as a float, and the variance SS/(n-1) as a float; (n-1)/n is applied to that in double
     * here, which adds no rounding of float. The other way, the saved 1/sqrt(variance + eps), would have to be squared
     * and freed of eps, which loses all digits of a variance that is small against eps.
     */
    @Override
    public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
        try (PointerScope _ = new PointerScope()) {
            torch.set_num_threads(threads);
            FloatPointer mean = new FloatPointer(new float[gamma.length]);
            FloatPointer variance = new FloatPointer(new float[gamma.length]);
            T_TensorTensorTensor_T result = torch.native_batch_norm(
                    tensor(x), vector(gamma), vector(beta), vector(mean), vector(variance), true, 1, eps);
            tensor(y).copy_(result.get0());
            double[] biased = Vectors.toDoubles(get(variance, gamma.length));
            double n = x.shape().elementsPerChannel();
            for (int c = 0; c < biased.length; c++) {
                biased[c] = biased[c] * (n - 1) / n;
            }
            return new Statistics(Vectors.toDoubles(get(mean, gamma.length)), biased);
        }
    }

    @Override
    public void infer(Tensor x, Tensor y, float[] gamma, float[] beta, double eps, float[] mean, float[] variance) {
        try (PointerScope _ = new PointerScope()) {
            torch.set_num_threads(threads);
            T_TensorTensorTensor_T result = torch.native_batch_norm(
                    tensor(x), vector(gamma), vector(beta), vector(mean), vector(variance), false, 0, eps);
            tensor(y).copy_(result.get0());
        }
    }

    @Override
    public void backward(Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta) {
        try (PointerScope _ = new PointerScope()) {
            torch.set_num_threads(threads);
            TensorOptional none = new TensorOptional();
            TensorOptional weight = vector(gamma);
            TensorOptional bias = vector(new float[gamma.length]);
            // The second and third result are the mean and 1/sqrt(variance + eps) for the backward pass.
            T_TensorTensorTensor_T forward = torch.native_batch_norm(tensor(x), weight, bias, none, none, true, 0, eps);
            BoolPointer wanted = new BoolPointer(3).put(0, true).put(1, true).put(2, true);
            TensorOptional mean = new TensorOptional(forward.get1());
            TensorOptional invStd = new TensorOptional(forward.get2());
            T_TensorTensorTensor_T gradients = torch.native_batch_norm_backward(
                    tensor(dy), tensor(x), weight, none, none, mean, invStd, true, eps, wanted);
            tensor(dx).copy_(gradients.get0());
            new FloatPointer(gradients.get1().data_ptr_float()).get(dgamma);
            new FloatPointer(gradients.get2().data_ptr_float()).get(dbeta);
        }
    }

    private static org.bytedeco.pytorch.Tensor tensor(Tensor tensor) {
        Shape shape = tensor.shape();
        int rank = shape.rank();
        long[] sizes = new long[rank];
        long[] strides = new long[rank];
        boolean last = tensor.layout() == Layout.CHANNELS_LAST;
        long stride = last ? shape.channels() : 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            sizes[axis] = shape.size(axis);
            if (axis == 1 && last) {
                strides[axis] = 1;
            } else {
                strides[axis] = stride;
                stride *= sizes[axis];
            }
        }
        return torch.from_blob(new SegmentPointer(tensor), sizes, strides);
    }

    private static TensorOptional vector(float[] values) {
        return vector(new FloatPointer(values));
    }

    private static TensorOptional vector(FloatPointer values) {
        return new TensorOptional(torch.from_blob(values, values.capacity()));
    }

    private static float[] get(FloatPointer values, int length) {
        float[] array = new float[length];
        values.get(array);
        return array;
    }
}
