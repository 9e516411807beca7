package org.lanewise.app.file;

/** The element types that the format safetensors knows, by their names there; those of whole numbers come first. */
enum Dtype {
    BOOL(8),
    U8(8),
    I8(8),
    I16(16),
    U16(16),
    I32(32),
    U32(32),
    I64(64),
    U64(64),
    F4(4),
    F6_E2M3(6),
    F6_E3M2(6),
    F8_E5M2(8),
    F8_E4M3(8),
    F8_E8M0(8),
    F8_E4M3FNUZ(8),
    F8_E5M2FNUZ(8),
    F16(16),
    BF16(16),
    F32(32),
    F64(64),
    C64(64);

    private final int bits;

    Dtype(int bits) {
        this.bits = bits;
    }

    /**
     * The type of that name.
     *
     * @throws IllegalArgumentException if the format has none
     */
    static Dtype of(String tensor, Object name) {
        for (Dtype dtype : values()) {
            if (dtype.name().equals(name)) {
                return dtype;
            }
        }
        throw new IllegalArgumentException(
                tensor + ": dtype " + Header.shown(name) + ", must be one of the format's, such as F32");
    }

    /** The size of an element; some are smaller than a byte. */
    int bits() {
        return bits;
    }

    /** Whether its elements are counts, indices or masks: nothing that a network learns. */
    boolean isWhole() {
        return compareTo(U64) <= 0;
    }
}
