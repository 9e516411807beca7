package org.lanewise.tools.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

class ViewsTest {
    @Test
    void areOnTheSameMemory() throws OrtException {
        try (Arena arena = Arena.ofConfined()) {
            Tensor tensor = Tensor.allocate(arena, Shape.of(2, 3, 5), Layout.CHANNELS_FIRST, ElementType.FLOAT32);
            try (OnnxTensor view = Views.of(tensor)) {
                tensor.segment().setAtIndex(ValueLayout.JAVA_FLOAT, 7, 1.25f);
                assertEquals(1.25f, ((float[][][]) view.getValue())[0][1][2]);
                assertArrayEquals(new long[] {2, 3, 5}, view.getInfo().getShape());
            }
        }
    }

    @Test
    void haveTheTypeOfTheTensor() throws OrtException {
        List<OnnxJavaType> types =
                List.of(OnnxJavaType.FLOAT, OnnxJavaType.DOUBLE, OnnxJavaType.FLOAT16, OnnxJavaType.BFLOAT16);
        List<ElementType> ours =
                List.of(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.FLOAT16, ElementType.BFLOAT16);
        assertEquals(ElementType.values().length, ours.size());
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < ours.size(); i++) {
                Tensor tensor = Tensor.allocate(arena, Shape.of(4, 2), Layout.CHANNELS_FIRST, ours.get(i));
                try (OnnxTensor view = Views.of(tensor)) {
                    assertEquals(types.get(i), view.getInfo().type);
                }
            }
        }
    }
}
