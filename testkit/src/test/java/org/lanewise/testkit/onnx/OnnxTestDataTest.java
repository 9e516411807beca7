package org.lanewise.testkit.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** What is missing is never passed over in silence. */
class OnnxTestDataTest {
    @TempDir
    Path folder;

    @Test
    void takesTheGivenFolderBeforeThePackages() {
        Path missing = folder.resolve("missing");
        assertEquals(folder, OnnxTestData.choose(Optional.of(folder), missing, true));
        assertEquals(folder, OnnxTestData.choose(Optional.empty(), folder, true));
        Throwable refused = assertThrows(
                AssertionFailedError.class, () -> OnnxTestData.choose(Optional.of(missing), folder, false));
        assertTrue(refused.getMessage().startsWith("lanewise.onnx.testdata: " + missing), refused.getMessage());
    }

    @Test
    void isSkippedWithoutThePackageButFailsWhereItIsRequired() {
        Path missing = folder.resolve("missing");
        Throwable skipped =
                assertThrows(TestAbortedException.class, () -> OnnxTestData.choose(Optional.empty(), missing, false));
        Throwable failed =
                assertThrows(AssertionFailedError.class, () -> OnnxTestData.choose(Optional.empty(), missing, true));
        for (Throwable told : new Throwable[] {skipped, failed}) {
            assertTrue(told.getMessage().endsWith("sudo apt-get install libonnx-testdata"), told.getMessage());
        }
    }
}
