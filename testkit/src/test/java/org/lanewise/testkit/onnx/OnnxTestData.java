package org.lanewise.testkit.onnx;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/** Where ONNX's own tests are. */
public final class OnnxTestData {
    /** Where Debian's package libonnx-testdata puts them. */
    private static final Path DEBIAN_FOLDER = Path.of("/usr/share/libonnx-testdata/data");

    private static final String PROPERTY = "lanewise.onnx.testdata";

    private OnnxTestData() {}

    /**
     * The folder to use: that of the system property {@value #PROPERTY}; else the package's.
     *
     * @throws TestAbortedException if the package is not installed; but in continuous integration, where the
     *     environment has CI=true, that is a failure
     */
    public static Path folder() {
        Optional<Path> given = Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
        try {
            return choose(given, DEBIAN_FOLDER, "true".equals(System.getenv("CI")));
        } catch (TestAbortedException e) {
            // Maven says that tests were skipped, but not why.
            System.err.println("SKIPPED: " + e.getMessage());
            throw e;
        }
    }

    static Path choose(Optional<Path> given, Path system, boolean required) {
        if (given.isPresent()) {
            if (!Files.isDirectory(given.get())) {
                fail(PROPERTY + ": " + given.get() + ", must be a folder with ONNX's tests");
            }
            return given.get();
        }
        if (!Files.isDirectory(system)) {
            String missing = "ONNX's tests are not installed: sudo apt-get install libonnx-testdata";
            if (required) {
                fail(missing);
            }
            throw new TestAbortedException(missing);
        }
        return system;
    }
}
