/**
 * Batch normalization over off-heap tensors with the Vector API.
 *
 * <p>{@code org.lanewise} has the layers, {@code org.lanewise.tensor} the tensors, {@code org.lanewise.stats} the
 * statistics, {@code org.lanewise.fold} folding into the weights of a linear map. The kernels and their execution are
 * not exported.
 */
module org.lanewise {
    requires jdk.incubator.vector;
    requires jdk.jfr;

    exports org.lanewise;
    exports org.lanewise.fold;
    exports org.lanewise.stats;
    exports org.lanewise.tensor;
}
