package org.lanewise.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tensors on the memory of buffers: shared, never copied, never misread. */
class BuffersTest {
    private static final Shape SHAPE = Shape.of(2, 3);
    private static final ByteOrder OURS = ByteOrder.nativeOrder();
    private static final ByteOrder OTHER =
            OURS == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;

    @ParameterizedTest
    @EnumSource
    void aTensorAndItsBufferAreTheSameMemory(ElementType type) {
        int bytes = 6 * type.bytes();
        for (ByteBuffer whole : List.of(ByteBuffer.allocateDirect(bytes + 7), ByteBuffer.allocate(bytes + 7))) {
            // From position to limit, unaligned.
            ByteBuffer buffer = whole.order(OURS).position(3).limit(3 + bytes);
            Tensor tensor = Tensor.of(buffer, SHAPE, Layout.CHANNELS_FIRST, type);
            tensor.set(1.5, 1, 1);
            assertEquals(1.5, type.get(MemorySegment.ofBuffer(buffer), 4));
            assertEquals(MemorySegment.ofBuffer(buffer), tensor.segment());
            buffer.position(0);
            assertEquals(1.5, tensor.get(1, 1), "the position may change later");
        }
    }

    @Test
    void aDirectBuffersAddressIsTheTensors() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(48).order(OURS);
        long address = MemorySegment.ofBuffer(buffer).address();
        for (Tensor tensor : List.of(
                Tensor.of(buffer.asFloatBuffer().limit(6), SHAPE, Layout.CHANNELS_FIRST),
                Tensor.of(buffer.asDoubleBuffer(), SHAPE, Layout.CHANNELS_FIRST),
                Tensor.of(buffer.asShortBuffer().limit(6), SHAPE, Layout.CHANNELS_FIRST, ElementType.BFLOAT16))) {
            assertEquals(address, tensor.segment().address(), tensor::toString);
            assertTrue(tensor.segment().isNative(), tensor::toString);
        }
        double[] array = new double[6];
        Tensor.of(array, SHAPE, Layout.CHANNELS_FIRST).set(2, 0, 1);
        assertEquals(2, array[1]);
    }

    @Test
    void theOtherByteOrderIsRefusedByName() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(48).order(OTHER);
        List<IllegalArgumentException> refusals = List.of(
                refusal(() -> Tensor.of(buffer.limit(24), SHAPE, Layout.CHANNELS_FIRST, ElementType.FLOAT32)),
                refusal(() -> Tensor.of(buffer.asFloatBuffer(), SHAPE, Layout.CHANNELS_FIRST)),
                refusal(() -> Tensor.of(buffer.limit(48).asDoubleBuffer(), SHAPE, Layout.CHANNELS_FIRST)),
                refusal(() -> Tensor.of(
                        buffer.limit(12).asShortBuffer(), SHAPE, Layout.CHANNELS_FIRST, ElementType.FLOAT16)));
        refusals.forEach(refusal -> assertTrue(
                refusal.getMessage().startsWith("buffer: " + OTHER + ", must be " + OURS), refusal::getMessage));
    }

    private static IllegalArgumentException refusal(Runnable run) {
        return assertThrows(IllegalArgumentException.class, run::run);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(23).order(OURS);
        assertEquals(
                "segment: 23 bytes, must be 24 for FLOAT32 2x3",
                refusal(() -> Tensor.of(buffer, SHAPE, Layout.CHANNELS_FIRST, ElementType.FLOAT32))
                        .getMessage());
        assertEquals(
                "type: FLOAT32, must be one of 16 bits for a ShortBuffer",
                refusal(() -> Tensor.of(ShortBuffer.allocate(6), SHAPE, Layout.CHANNELS_FIRST, ElementType.FLOAT32))
                        .getMessage());
        assertThrows(NullPointerException.class, () -> Tensor.of((FloatBuffer) null, SHAPE, Layout.CHANNELS_FIRST));
    }

    @Test
    void aMappedFileIsReadWhereItLies(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("numbers");
        ByteBuffer bytes = ByteBuffer.allocate(24).order(OURS);
        bytes.asFloatBuffer().put(new float[] {1, 2, 3, 4, 5, 6});
        Files.write(file, bytes.array());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer mapped =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, 24).order(OURS);
            Tensor tensor = Tensor.of(mapped, SHAPE, Layout.CHANNELS_FIRST, ElementType.FLOAT32);
            assertEquals(6, tensor.get(1, 2));
            assertTrue(tensor.segment().isMapped() && tensor.segment().isReadOnly());
        }
    }

    @ParameterizedTest
    @EnumSource
    void copiesSwapWhereTheyMust(ElementType type) {
        double[] values = {1, -2, 0.5, 4, 1024, -0.25};
        for (ByteOrder order : List.of(OURS, OTHER)) {
            FloatBuffer floats =
                    ByteBuffer.allocateDirect(28).order(order).asFloatBuffer().position(1);
            DoubleBuffer doubles =
                    ByteBuffer.allocateDirect(56).order(order).asDoubleBuffer().position(1);
            for (int i = 0; i < values.length; i++) {
                floats.put(i + 1, (float) values[i]);
                doubles.put(i + 1, values[i]);
            }
            byte[] memory = new byte[6 * type.bytes()];
            Tensor tensor = Tensor.of(ByteBuffer.wrap(memory).order(OURS), SHAPE, Layout.CHANNELS_LAST, type);
            assertArrayEquals(values, tensor.copyFrom(floats).toDoubleArray());
            tensor.segment().fill((byte) 0);
            assertArrayEquals(values, tensor.copyFrom(doubles).toDoubleArray());
            assertEquals(1, floats.position(), "the position stays");
            assertThrows(
                    IllegalArgumentException.class,
                    () -> tensor.copyFrom(floats.duplicate().position(2)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> tensor.copyFrom(doubles.duplicate().position(0)));
        }
    }
}
