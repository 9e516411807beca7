package org.lanewise.kernel;

/** Writes {@link Bits} of successive elements. Made where it is used, and used only there, so that C2 keeps it in registers. */
public final class BitWriter {
    private final long[] words;
    private int word;
    private int begin;
    private int end;
    private long bits;

    /** From an element on. */
    public BitWriter(long[] words, long first) {
        this.words = words;
        word = Bits.word(first);
        begin = Bits.place(first);
        end = begin;
    }

    /** The bit of the next element. */
    public void add(boolean bit) {
        bits |= (bit ? 1L : 0L) << end++;
        if (end == Long.SIZE) {
            Bits.put(words, word++, bits, begin, end);
            begin = 0;
            end = 0;
            bits = 0;
        }
    }

    /** Those of the last elements too. */
    public void close() {
        if (end > begin) {
            Bits.put(words, word, bits, begin, end);
        }
    }
}
