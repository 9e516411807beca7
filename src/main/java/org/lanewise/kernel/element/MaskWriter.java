package org.lanewise.kernel.element;

/**
 * Writes {@link MaskBits} of successive elements. A writer never leaves the method that makes it: C2 then needs no
 * object.
 */
public final class MaskWriter {
    private final long[] words;
    private int word;
    private int begin;
    private int end;
    private long bits;

    /** Begins with the bit of an element. */
    public MaskWriter(long[] words, long first) {
        this.words = words;
        word = MaskBits.word(first);
        begin = MaskBits.place(first);
        end = begin;
    }

    /** Adds the bit of the next element. */
    public void add(boolean bit) {
        bits |= (bit ? 1L : 0L) << end++;
        if (end == Long.SIZE) {
            MaskBits.put(words, word++, bits, begin, end);
            begin = 0;
            end = 0;
            bits = 0;
        }
    }

    /** Writes the bits of the last word. */
    public void close() {
        if (end > begin) {
            MaskBits.put(words, word, bits, begin, end);
        }
    }
}
