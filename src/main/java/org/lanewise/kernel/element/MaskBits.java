package org.lanewise.kernel.element;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A bit per element of a tensor, in the order of memory: the bit of element e is bit e mod 64 of word e/64. There is
 * one word more than the elements need, so that {@link #from} may always read two.
 */
public final class MaskBits {
    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SHIFT = 6;
    private static final long MAX_ELEMENTS = 1L << 36;

    private MaskBits() {}

    /**
     * The words for some elements.
     *
     * @throws IllegalArgumentException if there are more than 2^36 elements
     */
    public static int words(long elements) {
        if (elements > MAX_ELEMENTS) {
            throw new IllegalArgumentException(
                    "shape: " + elements + " elements, must be at most 2^36 to keep a bit of each");
        }
        return (int) (elements >>> SHIFT) + 2;
    }

    /** The word of an element's bit. */
    public static int word(long element) {
        return (int) (element >>> SHIFT);
    }

    /** The place of an element's bit in its word. */
    public static int place(long element) {
        return (int) element & Long.SIZE - 1;
    }

    /** Whether an element's bit is set. */
    public static boolean isSet(long[] words, long element) {
        return (words[word(element)] >>> place(element) & 1) != 0;
    }

    /** The bits of 64 elements, or as many as there are, with that of the first as the lowest. */
    public static long from(long[] words, long first) {
        int word = word(first);
        int place = place(first);
        return words[word] >>> place | words[word + 1] << 1 << (Long.SIZE - 1 - place);
    }

    /**
     * Sets the bits of a word from one place to before another. Another thread may set the other bits at the same time.
     */
    public static void put(long[] words, int word, long bits, int from, int to) {
        if (from == 0 && to == Long.SIZE) {
            words[word] = bits;
            return;
        }
        long mine = -1L >>> (Long.SIZE - (to - from)) << from;
        WORDS.getAndBitwiseAnd(words, word, ~mine);
        WORDS.getAndBitwiseOr(words, word, bits & mine);
    }
}
