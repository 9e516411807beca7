package org.lanewise.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/**
 * The project whose documentation is tested: the one that this is part of, or the one in the property lanewise.root.
 */
final class Project {
    /** All its files. */
    static final Tree TREE = tree();

    /** The version that its documentation has to name. */
    static final String VERSION = System.getProperty("lanewise.version");

    private Project() {}

    private static Tree tree() {
        try {
            return Tree.read(Path.of(System.getProperty("lanewise.root")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A place in one of its files, for reports and IDEs. */
    static URI place(Path file, int line) {
        return URI.create(TREE.root().resolve(file).toUri() + "?line=" + line);
    }

    /** The engine's classes and the test kit's. */
    static List<Path> classPath() {
        return List.of(engine(), home(org.lanewise.testkit.Verdict.class));
    }

    /** What a test is written with. */
    static List<Path> junit() {
        return List.of(home(org.junit.jupiter.api.Test.class), home(org.apiguardian.api.API.class));
    }

    /** The engine's classes. */
    static Path engine() {
        return home(org.lanewise.tensor.Tensor.class);
    }

    private static Path home(Class<?> one) {
        try {
            return Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
