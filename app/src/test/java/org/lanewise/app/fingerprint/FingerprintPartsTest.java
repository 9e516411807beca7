package org.lanewise.app.fingerprint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** The hash counts every bit, and the cases are what they are meant to be. */
class FingerprintPartsTest {
    private static final Case SMALL = new Case(
            Shape.of(3, 2, 5),
            Layout.CHANNELS_FIRST,
            new Data(100, 1, Data.Special.NONE),
            Memory.HEAP,
            false,
            true,
            true,
            1e-5,
            PopulationEstimate.movingAverage(0.9));

    @Test
    void hashesLittleEndianBytesOnEveryMachine() throws NoSuchAlgorithmException {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 + 8 + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(-0f)
                .putDouble(Math.PI)
                .putLong(7);
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        BitDigest digest = new BitDigest();
        digest.add(new float[] {1.5f, -0f});
        digest.add(Math.PI);
        digest.add(7L);
        assertEquals(4, digest.numbers());
        assertEquals(expected, digest.hex());
    }

    @Test
    void everyBitOfALongTensorCounts() {
        float[] values = new float[5000];
        Arrays.fill(values, 1);
        String hash = hash(values);
        for (int i : new int[] {0, 1, 2047, 2048, 4095, 4096, 4999}) {
            float[] changed = values.clone();
            changed[i] = Math.nextUp(1f);
            assertNotEquals(hash, hash(changed), "element " + i);
        }
        assertNotEquals(hash(new float[] {0}), hash(new float[] {-0f}));
        assertNotEquals(hash(new float[] {Float.MIN_VALUE}), hash(new float[] {0}));
    }

    @Test
    void thePayloadOfANaNDoesNotCount() {
        assertEquals(hash(new float[] {Float.NaN}), hash(new float[] {Float.intBitsToFloat(0xffc12345)}));
        assertEquals(
                hash(digest -> digest.add(Double.NaN)),
                hash(digest -> digest.add(Double.longBitsToDouble(0xfff8000000012345L))));
    }

    @Test
    void aCaseThatDiffersInAnythingHasAnotherHash() {
        Set<String> hashes = new HashSet<>();
        List<Case> different = List.of(
                SMALL,
                with(SMALL.shape(), SMALL.layout(), new Data(100, 1.0000001f, Data.Special.NONE), true, true, 1e-5),
                with(SMALL.shape(), SMALL.layout(), new Data(100, 1, Data.Special.NAN), true, true, 1e-5),
                with(SMALL.shape(), Layout.CHANNELS_LAST, SMALL.data(), true, true, 1e-5),
                with(Shape.of(3, 2, 4), SMALL.layout(), SMALL.data(), true, true, 1e-5),
                with(SMALL.shape(), SMALL.layout(), SMALL.data(), false, true, 1e-5),
                with(SMALL.shape(), SMALL.layout(), SMALL.data(), true, false, 1e-5),
                with(SMALL.shape(), SMALL.layout(), SMALL.data(), true, true, 1.1e-5));
        for (Case each : different) {
            hashes.add(Fingerprint.of(List.of(each), Optional.empty()).sha256());
        }
        hashes.add(Fingerprint.of(List.of(SMALL, SMALL), Optional.empty()).sha256());
        assertEquals(different.size() + 1, hashes.size());
        Fingerprint small = Fingerprint.of(List.of(SMALL), Optional.empty());
        assertEquals(small, Fingerprint.of(List.of(SMALL), Optional.empty()));
    }

    @Test
    void memoryAndPlaceMakeNoDifference() {
        Set<Fingerprint> fingerprints = new HashSet<>();
        for (Memory memory : Memory.values()) {
            for (boolean inPlace : new boolean[] {false, true}) {
                fingerprints.add(Fingerprint.of(
                        List.of(new Case(
                                SMALL.shape(),
                                SMALL.layout(),
                                SMALL.data(),
                                memory,
                                inPlace,
                                true,
                                true,
                                1e-5,
                                SMALL.estimate())),
                        Optional.empty()));
            }
        }
        assertEquals(1, fingerprints.size());
    }

    @Test
    void memoryIsWhereItSays() {
        try (Arena arena = Arena.ofConfined()) {
            List<Long> offsets = new ArrayList<>();
            for (Memory memory : Memory.values()) {
                Tensor tensor = memory.allocate(arena, Shape.of(2, 3), Layout.CHANNELS_LAST);
                assertEquals(memory != Memory.HEAP, tensor.segment().isNative());
                offsets.add(tensor.segment().address() % 64);
            }
            assertEquals(List.of(0L, 4L, 1L), offsets.subList(1, 4));
        }
    }

    @Test
    void theCasesCoverEveryKind() {
        List<Case> cases = Cases.all();
        assertEquals(cases, Cases.all());
        Set<String> combinations = new HashSet<>();
        Set<String> estimates = new HashSet<>();
        Set<Boolean> places = new HashSet<>();
        Set<Double> eps = new HashSet<>();
        Set<Memory> memories = EnumSet.noneOf(Memory.class);
        Set<Data.Special> specials = EnumSet.noneOf(Data.Special.class);
        for (Case each : cases) {
            combinations.add(each.shape().rank() + " " + each.layout());
            estimates.add(each.estimate().toString());
            places.add(each.inPlace());
            eps.add(each.eps());
            memories.add(each.memory());
            specials.add(each.data().special());
        }
        assertEquals(8, combinations.size(), "four ranks in two layouts");
        assertEquals(5, estimates.size());
        assertEquals(2, places.size());
        assertEquals(4, eps.size());
        assertEquals(EnumSet.allOf(Memory.class), memories);
        assertEquals(EnumSet.allOf(Data.Special.class), specials);
        // A pool helps from 256 KiB on: the moments' one tensor, and the two of x to y.
        assertEquals(
                6,
                cases.stream()
                        .filter(each -> each.shape().elements() * Float.BYTES >= 1 << 18)
                        .count());
        assertTrue(cases.stream()
                        .filter(each -> each.shape().elements() * 2 * Float.BYTES >= 1 << 18)
                        .count()
                >= 8);
    }

    @Test
    void theDataAreWhatTheySay() {
        Shape shape = Shape.of(40, 3, 5);
        for (Layout layout : Layout.values()) {
            for (Data.Special special : Data.Special.values()) {
                float[] values = new Data(100, 2, special).fill(new Random(1), shape, layout);
                List<Float> odd = new ArrayList<>();
                for (int i = 0; i < values.length; i++) {
                    int channel = layout == Layout.CHANNELS_FIRST ? i / 5 % 3 : i % 3;
                    if (channel == 1) {
                        odd.add(values[i]);
                    } else {
                        assertTrue(values[i] >= 96 && values[i] <= 104, special + " " + values[i]);
                    }
                }
                assertTrue(isSpecial(special, odd), special + " " + odd);
            }
        }
    }

    private static boolean isSpecial(Data.Special special, List<Float> values) {
        return switch (special) {
            case NONE -> values.stream().allMatch(v -> v >= 96 && v <= 104) && new HashSet<>(values).size() > 190;
            case NAN -> values.contains(Float.NaN) && values.stream().anyMatch(v -> v >= 96);
            case POSITIVE_INFINITY ->
                values.contains(Float.POSITIVE_INFINITY) && !values.contains(Float.NEGATIVE_INFINITY);
            case BOTH_INFINITIES ->
                values.contains(Float.POSITIVE_INFINITY) && values.contains(Float.NEGATIVE_INFINITY);
            case SUBNORMAL -> values.stream().allMatch(v -> Math.abs(v) < Float.MIN_NORMAL);
            case LARGEST -> values.stream().allMatch(v -> Math.abs(v) == Float.MAX_VALUE);
            case SIGNED_ZEROS -> values.contains(0f) && values.contains(-0f) && new HashSet<>(values).size() == 2;
            case CONSTANT -> new HashSet<>(values).equals(Set.of(102f));
        };
    }

    private static Case with(Shape shape, Layout layout, Data data, boolean scale, boolean shift, double eps) {
        return new Case(shape, layout, data, SMALL.memory(), SMALL.inPlace(), scale, shift, eps, SMALL.estimate());
    }

    private static String hash(float[] values) {
        return hash(digest -> digest.add(Tensor.of(values, Shape.of(values.length, 1), Layout.CHANNELS_FIRST)));
    }

    private static String hash(Consumer<BitDigest> additions) {
        BitDigest digest = new BitDigest();
        additions.accept(digest);
        return digest.hex();
    }
}
