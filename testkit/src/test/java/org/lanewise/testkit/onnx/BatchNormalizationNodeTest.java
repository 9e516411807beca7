package org.lanewise.testkit.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lanewise.tensor.ElementType;

/** What nodes say, by the rules of each opset. */
class BatchNormalizationNodeTest {
    private static NodeProto.Builder node(int outputs) {
        NodeProto.Builder node = NodeProto.newBuilder().setOpType("BatchNormalization");
        for (int i = 0; i < outputs; i++) {
            node.addOutput("y" + i);
        }
        return node;
    }

    private static AttributeProto flag(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        // Opset 6 trains unless is_test says no; 7 to 13 where there are more outputs; from 14 on the node says so.
        "6, is_test, 1, 5, false", "6, is_test, 0, 1, true", "6, other, 1, 1, true",
        "7, other, 1, 1, false", "9, other, 1, 5, true", "13, training_mode, 1, 1, false",
        "14, training_mode, 1, 1, true", "15, training_mode, 0, 3, false", "15, other, 1, 1, false"
    })
    void whetherItTrains(long opset, String attribute, long value, int outputs, boolean training) {
        NodeProto node = node(outputs).addAttribute(flag(attribute, value)).build();
        assertEquals(training, BatchNormalizationNode.of(node, opset).training());
    }

    /** As files of opset 9 have them: outputs that nobody wants. */
    @Test
    void outputsWithoutANameDoNotTrain() {
        NodeProto.Builder node = node(1).addOutput("").addOutput("");
        assertEquals(false, BatchNormalizationNode.of(node.build(), 9).training());
        assertEquals(
                true,
                BatchNormalizationNode.of(node.addOutput("variance").build(), 9).training());
    }

    @Test
    void elementsOfAllFloatTypesAreReadAndReplacedExactly() {
        double[] values = {1, -2.5, 0x1.8p-14};
        double[] others = {1.0 / 3, 65504, -0.1};
        for (ElementType type : ElementType.values()) {
            TensorProto raw = OnnxFloats.of("t", type, values);
            TensorProto.Builder listed = raw.toBuilder().clearRawData();
            for (int i = 0; i < 3; i++) {
                switch (type) {
                    case FLOAT32 -> listed.addFloatData((float) values[i]);
                    case FLOAT64 -> listed.addDoubleData(values[i]);
                    case FLOAT16 -> listed.addInt32Data(Float.floatToFloat16((float) values[i]) & 0xffff);
                    case BFLOAT16 -> listed.addInt32Data(Float.floatToIntBits((float) values[i]) >>> 16);
                }
            }
            for (TensorProto tensor : new TensorProto[] {raw, listed.build()}) {
                assertArrayEquals(values, OnnxFloats.doubles(tensor));
                TensorProto replaced = OnnxFloats.replace(tensor, others);
                assertEquals(tensor.hasRawData(), replaced.hasRawData());
                for (int i = 0; i < 3; i++) {
                    assertEquals(type.round(others[i]), OnnxFloats.doubles(replaced)[i], type.toString());
                }
            }
        }
    }

    @Test
    void sizesThatNoLongHoldsAreNamed() {
        TensorProto.Builder tensor =
                OnnxFloats.of("t", ElementType.FLOAT32, 1, 2).toBuilder().clearDims();
        assertRefused(
                "sizes 1099511627776x1099511627776, must be fewer elements",
                tensor.addDims(1L << 40).addDims(1L << 40));
        assertRefused("sizes -2, must be 0 or more", tensor.clearDims().addDims(-2));
        assertRefused(
                "7 bytes, must be whole elements",
                tensor.clearDims().addDims(2).setRawData(ByteString.copyFrom(new byte[7])));
    }

    private static void assertRefused(String message, TensorProto.Builder tensor) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> OnnxFloats.doubles(tensor.build()))
                        .getMessage());
    }

    @Test
    void whatItLeavesToOnnxIsEmpty() {
        AttributeProto epsilon =
                AttributeProto.newBuilder().setName("epsilon").setF(1e-3f).build();
        BatchNormalizationNode said =
                BatchNormalizationNode.of(node(1).addAttribute(epsilon).build(), 15);
        assertEquals(OptionalDouble.of(1e-3f), said.epsilon());
        assertEquals(OptionalDouble.empty(), said.momentum());
        assertThrows(
                IllegalArgumentException.class,
                () -> BatchNormalizationNode.of(
                        node(1).addAttribute(flag("spatial", 0)).build(), 7));
    }

    @Test
    void floatsAreReadAndReplacedWhereverTheyAre() {
        TensorProto listed = TensorProto.newBuilder()
                .setName("t")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(2)
                .addFloatData(1)
                .addFloatData(-2.5f)
                .build();
        TensorProto raw = listed.toBuilder()
                .clearFloatData()
                .setRawData(ByteString.copyFrom(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0x20, (byte) 0xc0}))
                .build();
        for (TensorProto tensor : new TensorProto[] {listed, raw}) {
            assertArrayEquals(new float[] {1, -2.5f}, OnnxFloats.get(tensor));
            TensorProto replaced = OnnxFloats.replace(tensor, new double[] {3, 4});
            assertArrayEquals(new float[] {3, 4}, OnnxFloats.get(replaced));
            assertEquals(tensor, OnnxFloats.replace(replaced, new double[] {1, -2.5}));
            assertThrows(IllegalArgumentException.class, () -> OnnxFloats.replace(tensor, new double[3]));
            TensorProto half = tensor.toBuilder()
                    .setDataType(TensorProto.DataType.FLOAT16.getNumber())
                    .build();
            assertEquals(
                    "FLOAT16, must be FLOAT",
                    assertThrows(IllegalArgumentException.class, () -> OnnxFloats.get(half))
                            .getMessage());
            TensorProto longer = tensor.toBuilder().clearDims().addDims(3).build();
            assertEquals(
                    "2 elements, must be 3",
                    assertThrows(IllegalArgumentException.class, () -> OnnxFloats.get(longer))
                            .getMessage());
        }
    }
}
