/**
 * Batch normalization over off-heap tensors with the Vector API.
 *
 * <p>{@code org.lanewise} holds the layers, {@code org.lanewise.tensor} what they work on, {@code org.lanewise.stats} the
 * mergeable statistics, {@code org.lanewise.fold} the way into the weights of a neighbour. The kernels and their execution are not exported.
 */
module org.lanewise {
    requires jdk.incubator.vector;
    requires jdk.jfr;

    exports org.lanewise;
    exports org.lanewise.fold;
    exports org.lanewise.stats;
    exports org.lanewise.tensor;
}
