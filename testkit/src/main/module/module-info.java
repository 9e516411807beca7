/**
 * What batch normalization must do, for whoever wants to check an engine: an exact oracle, problems that reach the hard
 * places, and laws. It judges Lanewise's own engine in its tests.
 *
 * <ul>
 *   <li>{@link org.lanewise.testkit} has the oracle, the problems, the laws and the verdict. Begin with
 *       {@link org.lanewise.testkit.Subject}: implement it for the engine under test, and ask
 *       {@link org.lanewise.testkit.Verdict}.
 *   <li>{@link org.lanewise.testkit.onnx} reads what ONNX's models say of batch normalization. It needs the modules
 *       {@code org.tribuo.util.onnx} and {@code com.google.protobuf}, which nothing else does.
 * </ul>
 *
 * <p>Verdicts need no test framework: call them from whichever runs your tests.
 */
module org.lanewise.testkit {
    requires transitive org.lanewise;
    requires static com.google.protobuf;
    requires static org.tribuo.util.onnx;

    exports org.lanewise.testkit;
    exports org.lanewise.testkit.onnx;
}
