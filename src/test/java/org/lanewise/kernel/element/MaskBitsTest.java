package org.lanewise.kernel.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.constraints.IntRange;
import org.lanewise.testing.SeededProperty;

/** MaskBits of elements, next to those of others. */
class MaskBitsTest {
    private static final int ELEMENTS = 300;

    @SeededProperty
    void aWriterSetsItsBitsAlone(
            @ForAll @IntRange(max = ELEMENTS) int first,
            @ForAll @IntRange(max = ELEMENTS) int length,
            @ForAll long seed) {
        int end = Math.min(ELEMENTS, first + length);
        Random random = new Random(seed);
        long[] words = random.longs(MaskBits.words(ELEMENTS)).toArray();
        BitSet expected = BitSet.valueOf(words);
        MaskWriter writer = new MaskWriter(words, first);
        for (int e = first; e < end; e++) {
            boolean bit = random.nextBoolean();
            writer.add(bit);
            expected.set(e, bit);
        }
        writer.close();
        assertEquals(expected, BitSet.valueOf(words));
    }

    /** Units of a tensor end and begin in one word, and any threads may have them. */
    @Example
    void twoThreadsShareAWord() throws InterruptedException {
        long[] words = new long[1];
        int rounds = 1_000_000;
        Thread low = new Thread(() -> {
            for (int i = 0; i < rounds; i++) {
                MaskBits.put(words, 0, i, 0, 31);
            }
        });
        low.start();
        for (int i = 0; i < rounds; i++) {
            MaskBits.put(words, 0, (long) i << 31, 31, 64);
            assertEquals(i, words[0] >>> 31, "bits that the other thread has not written");
        }
        low.join();
        assertEquals(rounds - 1, words[0] & 0x7fffffff);
    }

    @SeededProperty
    void bitsAreReadFromAnyElementOn(@ForAll @IntRange(max = ELEMENTS) int first, @ForAll long seed) {
        long[] words = new Random(seed).longs(MaskBits.words(ELEMENTS)).toArray();
        BitSet bits = BitSet.valueOf(words);
        long read = MaskBits.from(words, first);
        for (int i = 0; i < Long.SIZE && first + i < words.length * Long.SIZE; i++) {
            assertEquals(bits.get(first + i), (read >>> i & 1) != 0, "bit " + (first + i));
            assertEquals(bits.get(first + i), MaskBits.isSet(words, first + i), "bit " + (first + i));
        }
    }

    @Example
    void noMoreThanAnArrayHolds() {
        assertEquals((1 << 30) + 2, MaskBits.words(1L << 36));
        assertEquals(
                "shape: 68719476737 elements, must be at most 2^36 to keep a bit of each",
                assertThrows(IllegalArgumentException.class, () -> MaskBits.words((1L << 36) + 1))
                        .getMessage());
    }
}
