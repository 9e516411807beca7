/**
 * What batch normalization must do, for whoever wants to check an engine.
 *
 * <p>{@link org.lanewise.testkit} has the exact oracle, the problems, the laws and the verdict; begin with
 * {@link org.lanewise.testkit.Verdict}. {@link org.lanewise.testkit.onnx} reads ONNX's tests; it needs the modules
 * {@code org.tribuo.util.onnx} and {@code com.google.protobuf}, which nothing else does.
 */
module org.lanewise.testkit {
    requires transitive org.lanewise;
    requires static com.google.protobuf;
    requires static org.tribuo.util.onnx;

    exports org.lanewise.testkit;
    exports org.lanewise.testkit.onnx;
}
