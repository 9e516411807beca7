package org.lanewise.tensor;

/** How one element of a tensor is stored. */
public enum ElementType {
    /** IEEE 754 binary32, in the machine's byte order. */
    FLOAT32(Float.BYTES);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }
}
