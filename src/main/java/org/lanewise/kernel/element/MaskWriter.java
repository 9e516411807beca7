package org.lanewise.kernel.element;

/** Writes {@link MaskBits} of successive elements. Made where it is used, and used only there, so that C2 keeps it in registers. */
public final class MaskWriter {
    private final long[] words;
    private int word;
    private int begin;
    private int end;
    private long bits;

    /** From an element on. */
    public MaskWriter(long[] words, long first) {
        this.words = words;
        word = MaskBits.word(first);
        begin = MaskBits.place(first);
        end = begin;
    }

    /** The bit of the next element. */
    public void add(boolean bit) {
        bits |= (bit ? 1L : 0L) << end++;
        if (end == Long.SIZE) {
            MaskBits.put(words, word++, bits, begin, end);
            begin = 0;
            end = 0;
            bits = 0;
        }
    }

    /** Those of the last elements too. */
    public void close() {
        if (end > begin) {
            MaskBits.put(words, word, bits, begin, end);
        }
    }
}
