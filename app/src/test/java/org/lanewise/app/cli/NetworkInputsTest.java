package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.file.NpyFiles;
import org.lanewise.app.onnx.Nets;
import org.lanewise.app.onnx.SmallModels;

/** Networks with several inputs, or one whose shape is not known. */
class NetworkInputsTest {
    @TempDir
    private Path folder;

    private ModelRuns runs() {
        return new ModelRuns(folder);
    }

    /** A second one that no layer needs, one that it does, one of integers. */
    @Test
    void severalInputsAreFed() throws IOException {
        ModelProto.Builder unused = Nets.base();
        unused.getGraphBuilder()
                .addInput(SmallModels.value("z", 0, 0))
                .setNode(0, Nets.layer("bn", "x", "a"))
                .addNode(Nets.node("Add", "y", "a", "z"));
        assertEquals(0, runs().check(unused).status());
        assertEquals(0, runs().recalibrate(unused).status());
        ModelProto.Builder needed = Nets.base();
        needed.getGraphBuilder()
                .addInput(0, SmallModels.value("z", 0, 0))
                .addInput(Nets.value("n", TensorProto.DataType.INT64, 1))
                .setNode(0, Nets.layer("bn", "c", "y"))
                .addNode(Nets.node("Add", "a", "x", "z"))
                .addNode(Nets.node("Cast", "b", "n").toBuilder().addAttribute(SmallModels.number("to", 1)))
                .addNode(Nets.node("Add", "c", "a", "b"));
        runs().check(needed)
                .assertRefusedWith("shape: none, must be given for the input z of ?x? (--shape, or --shape z=... ");
        CommandRun run = runs().check(needed, "--shape", "z=4x1");
        assertEquals(0, run.status(), run.err());
        assertTrue(
                run.json()
                        .get("input")
                        .toString()
                        .endsWith(", as 1x3x4x4; input z: normal numbers, as 4x1; input n: ones, as 1"),
                run.out());
        // An open batch is that of the picture, and is said.
        CommandRun two = runs().check(
                        needed.clone()
                                .setGraph(needed.getGraphBuilder()
                                        .clone()
                                        .addInput(SmallModels.value("s"))
                                        .setNode(0, Nets.layer("bn", "d", "y"))
                                        .addNode(Nets.node("Add", "d", "c", "s"))
                                        .setInput(1, SmallModels.value("x", 0, 3, 4, 4))
                                        .setInput(2, Nets.value("n", TensorProto.DataType.INT64, 0, 1, 1, 1))),
                        "--shape",
                        "z=4x1",
                        "--shape",
                        "x=2x3x4x4");
        assertEquals(0, two.status(), two.err());
        assertTrue(
                two.json()
                        .get("input")
                        .toString()
                        .endsWith("; input z: normal numbers, as 4x1; input n: ones, as 2x1x1x1; input s: normal "
                                + "numbers, as ()"),
                two.out());
        assertEquals(0, runs().recalibrate(needed, "--shape", "z=4x1").status());
        runs().check(needed, "--shape", "q=4x1")
                .assertRefusedWith("shape: q=..., must name an input that layers depend on: z, x, n");
        runs().check(needed, "--shape", "z=4x1", "--shape", "z=4x1")
                .assertRefusedWith("shape: z=4x1, must be given once for an input");
        runs().check(needed, "--shape", "z=4xa")
                .assertRefusedWith("shape: z=4xa, must be numbers with an x between them");
        runs().check(needed, "--shape", "z=4x1", "--shape", "x=1x3x4x4", "--shape", "1x3x4x4")
                .assertRefusedWith("shape: given twice for the input x");
    }

    /** Two pictures, as those of a siamese network: both are the picture; each input is a layer's own. */
    @Test
    void inputsOfOneKindGetThePicture() throws IOException {
        ModelProto.Builder model = Nets.base();
        model.getGraphBuilder()
                .addInput(SmallModels.value("z", 1, 3, 4, 4))
                .setNode(0, Nets.layer("bn", "x", "a"))
                .addNode(Nets.layer("other", "z", "b"))
                .addNode(Nets.node("Sub", "y", "a", "b"));
        CommandRun run = runs().check(model);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.json().get("input").toString().endsWith("; input z: the same"), run.out());
        CommandRun changed = runs().recalibrate(model);
        assertEquals(0, changed.status(), changed.err());
        assertEquals(1024, changed.layers().getFirst().get("elements"));
    }

    private static ModelProto.Builder withoutShape() {
        ModelProto.Builder model = Nets.base();
        model.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .clearShape();
        return model;
    }

    @Test
    void anInputWithoutAShapeIsAskedFor() throws IOException {
        ModelProto.Builder model = withoutShape();
        runs().check(model)
                .assertRefusedWith("shape: none, must be given for the input x, which has no shape (--shape x=...)");
        for (String shape : List.of("1x3x6x5", "x=1x3x6x5")) {
            CommandRun run = runs().check(model, "--shape", shape);
            assertEquals(0, run.status(), run.err());
            assertEquals("1x3x6x5", run.layers().getFirst().get("shape"));
        }
        assertEquals(0, runs().recalibrate(model, "--shape", "1x3x6x5").status());
    }

    /** A network that takes any shape takes that of the file; what no tensor of ours has is refused in a line. */
    @Test
    void tensorsBringTheShapeThatAnInputLacks() throws IOException {
        ModelProto.Builder model = withoutShape();
        Path tensor = NpyFiles.write(folder.resolve("x.npy"), "(2, 3, 5)", new float[30]);
        CommandRun run = runs().check(model, "--tensor", tensor);
        assertEquals(0, run.status(), run.err());
        assertEquals("2x3x5", run.layers().getFirst().get("shape"));
        NpyFiles.write(tensor, "(2, 3, 0)", new float[0]);
        runs().check(model, "--tensor", tensor)
                .assertRefusedWith("shape 2x3x0, must have sizes above 0 that fit the input x, which has no shape");
        model.getGraphBuilder().setInput(0, SmallModels.value("x", 0, 3, 0, 0, 0, 2));
        for (String shape : List.of("(1, 3, 1, 1, 1, 2)", "(3, 1, 1, 1, 2)")) {
            NpyFiles.write(tensor, shape, new float[6]);
            runs().check(model, "--tensor", tensor)
                    .assertRefusedWith("tensor: " + tensor + ": shape ", "sizes: rank 6, must be 2 to 5");
        }
    }
}
