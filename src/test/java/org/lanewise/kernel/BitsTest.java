package org.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.constraints.IntRange;
import org.lanewise.testing.SeededProperty;

/** Bits of elements, next to those of others. */
class BitsTest {
    private static final int ELEMENTS = 300;

    @SeededProperty
    void aWriterSetsItsBitsAlone(
            @ForAll @IntRange(max = ELEMENTS) int first, @ForAll @IntRange(max = ELEMENTS) int length, @ForAll long seed) {
        int end = Math.min(ELEMENTS, first + length);
        Random random = new Random(seed);
        long[] words = random.longs(Bits.words(ELEMENTS)).toArray();
        BitSet expected = BitSet.valueOf(words);
        BitWriter writer = new BitWriter(words, first);
        for (int e = first; e < end; ) {
            int count = Math.min(end - e, 1 + random.nextInt(63));
            long some = random.nextLong() & -1L >>> Long.SIZE - count;
            writer.add(some, count);
            for (int i = 0; i < count; i++) {
                expected.set(e + i, (some >>> i & 1) != 0);
            }
            e += count;
        }
        writer.close();
        assertEquals(expected, BitSet.valueOf(words));
    }

    @SeededProperty
    void bitsAreReadFromAnyElementOn(@ForAll @IntRange(max = ELEMENTS) int first, @ForAll long seed) {
        long[] words = new Random(seed).longs(Bits.words(ELEMENTS)).toArray();
        BitSet bits = BitSet.valueOf(words);
        long read = Bits.from(words, first);
        for (int i = 0; i < Long.SIZE && first + i < words.length * Long.SIZE; i++) {
            assertEquals(bits.get(first + i), (read >>> i & 1) != 0, "bit " + (first + i));
            assertEquals(bits.get(first + i), Bits.isSet(words, first + i), "bit " + (first + i));
        }
    }

    @Example
    void noMoreThanAnArrayHolds() {
        Bits.words(1L << 36);
        assertEquals(
                "shape: 140737488355328 elements, must be at most 2^36 to keep a bit of each",
                assertThrows(IllegalArgumentException.class, () -> Bits.words(1L << 47)).getMessage());
    }
}
