/**
 * Batch normalization for the JVM at memory speed: training, inference and backward over off-heap tensors, with the
 * Java Vector API. It gives the same bits for any number of threads, any vector width, and with or without vectors.
 *
 * <pre>{@code
 * BatchNorm2d layer = new BatchNorm2d(64);
 * BatchStatistics statistics = new BatchStatistics(64);
 * Gradients gradients = new Gradients(64);
 * try (Arena arena = Arena.ofShared()) {
 *     Shape shape = Shape.of(32, 64, 28, 28); // N, C, H, W
 *     Tensor x = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST).copyFrom(pixels);
 *     Tensor y = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST);
 *     layer.train(x, y, statistics); // with the batch's mean and variance
 *
 *     Tensor dy = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST).copyFrom(gradientOfLoss);
 *     layer.backward(x, dy, dy, statistics, gradients); // dx takes the place of dy
 *
 *     FrozenBatchNorm service = layer.freeze(); // immutable, for any number of threads
 *     service.apply(x, y); // with the running mean and variance
 * }
 * }</pre>
 *
 * <p>The packages, in the order in which to read them:
 *
 * <ul>
 *   <li>{@link org.lanewise}: the layers, their options, and what goes in and out of a pass. Begin with
 *       {@link org.lanewise.BatchNorm2d}.
 *   <li>{@link org.lanewise.tensor}: shapes, layouts, element types, and tensors over memory of the caller's. Begin
 *       with {@link org.lanewise.tensor.Tensor}.
 *   <li>{@link org.lanewise.stats}: the mean and variance of data, and estimates of a population's. Begin with
 *       {@link org.lanewise.stats.PopulationEstimate}.
 *   <li>{@link org.lanewise.fold}: a trained layer folded into the weights of a linear map, with a bound on the error.
 *       Begin with {@link org.lanewise.fold.Fold}.
 * </ul>
 *
 * <p>The kernels and their execution are not exported.
 *
 * <p><b>Module path.</b> {@code requires org.lanewise;} is enough: it brings the Vector API. <b>Class path.</b> Start
 * Java with {@code --add-modules jdk.incubator.vector}. Without it the scalar kernels run, which give the same bits in
 * more time, and the log {@code org.lanewise} has one warning that names the flag. Wherever the Vector API is there,
 * Java itself prints a line about the incubator module.
 *
 * <p><b>Provider.</b> The system property {@code lanewise.provider} chooses the kernels: {@code auto} (the default),
 * {@code scalar} or {@code vector}. One that can't be had is refused when the first layer is made.
 * {@link org.lanewise.ProviderInfo} says which kernels run and why.
 *
 * <p><b>Start.</b> Vector code is slow until the JIT compiler C2 has compiled it: {@link org.lanewise.BatchNorm#warmUp}
 * makes the first calls before a service is ready, and {@link org.lanewise.WarmUp} those of all layers of a network.
 *
 * <p><b>Threads.</b> The engine has none of its own. A call runs on the calling thread, with the help of a ForkJoinPool
 * if {@link org.lanewise.BatchNormOptions#pool(java.util.concurrent.ForkJoinPool) BatchNormOptions.pool} gives one.
 * Layers are for one thread at a time; {@link org.lanewise.FrozenBatchNorm} is for any number.
 *
 * <p><b>Observation.</b> Java Flight Recorder has an event {@code org.lanewise.Operation} for each pass over a tensor:
 * shape, layout, type, bytes, provider and threads. It costs nothing while nobody records.
 */
module org.lanewise {
    requires jdk.incubator.vector;
    requires jdk.jfr;
    // Tells of the JVM's flags; not asked where it is not there.
    requires static jdk.management;

    exports org.lanewise;
    exports org.lanewise.fold;
    exports org.lanewise.stats;
    exports org.lanewise.tensor;
}
