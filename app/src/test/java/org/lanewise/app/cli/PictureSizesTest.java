package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The height and width of pictures, where a network leaves them open. */
class PictureSizesTest {
    @TempDir
    private Path folder;

    private ModelRuns runs() {
        return new ModelRuns(folder);
    }

    /** Sizes that are open become the picture's. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 200, 100, 1x3x96x192",
        "0, 0, 4000, 3000, 1x3x704x960",
        "48, 0, 200, 100, 1x3x48x96",
        "48, 0, 201, 100, 1x3x48x128",
        "0, 64, 100, 200, 1x3x128x64",
        "48, 0, 5000, 10, 1x3x48x960",
        "0, 0, 9, 9, 1x3x32x32"
    })
    void openSizesAreThoseOfThePicture(long height, long width, int pictureWidth, int pictureHeight, String shape)
            throws IOException {
        BufferedImage image = new BufferedImage(pictureWidth, pictureHeight, BufferedImage.TYPE_INT_RGB);
        Path file = folder.resolve("picture.png");
        ImageIO.write(image, "png", file.toFile());
        CommandRun run = runs().check(ModelRuns.ofSizes(0, 3, height, width), "--image", file);
        assertEquals(0, run.status(), run.err());
        assertEquals(file + ", as " + shape, run.json().get("input"));
        String said = run.json().get("images").toString();
        assertTrue(said.contains("multiple of 32, at most 960"), said);
        CommandRun given = runs().check(
                        ModelRuns.ofSizes(0, 3, height, width),
                        "--image",
                        file,
                        "--shape",
                        height > 0 ? "1x3x48x40" : "1x3x40x64");
        assertEquals(
                height > 0 ? "1x3x48x40" : "1x3x40x64",
                given.layers().getFirst().get("shape"));
    }

    /** What would be cut out of the picture is not known then; nobody said so is another case. */
    @Test
    void cropsNeedASize() throws IOException {
        runs().check(ModelRuns.ofSizes(0, 3, 0, 0), "--preprocess", "imagenet")
                .assertRefusedWith("shape: none, must be given for the input ?x3x?x?, as pictures are cropped to it "
                        + "(--shape, or another --fit)");
        CommandRun assumed = runs().check(ModelRuns.ofSizes(0, 3, 0, 0));
        assertEquals(0, assumed.status(), assumed.err());
        assertTrue(
                assumed.json().get("images").toString().contains("stretch to its own height and width"), assumed.out());
    }

    /**
     * A network for lines of text, given a picture as high as it is: ONNX Runtime's words alone don't say what to do.
     */
    @Test
    void aSizeThatTheNetworkCannotRunIsNamed() throws IOException {
        Path file = folder.resolve("net.onnx");
        try (InputStream in = getClass().getClassLoader().getResourceAsStream("models/ch_PP-OCRv4_rec_infer.onnx")) {
            Files.copy(in, file);
        }
        Path image = folder.resolve("a.png");
        ImageIO.write(new BufferedImage(310, 120, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
        CommandRun run = CommandRun.of("check-model", file, "--image", image, "--json");
        assertEquals(2, run.status());
        assertTrue(
                run.err()
                        .contains(
                                "; the input ?x3x?x? was given as 1x3x128x320 by the picture's size, must be one that "
                                        + "the network can run (--shape, or --fit line for lines of text)"),
                run.err());
    }
}
