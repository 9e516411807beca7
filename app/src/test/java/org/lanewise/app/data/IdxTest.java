package org.lanewise.app.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IdxTest {
    private static final byte[] GOOD =
            IdxFiles.idx(0x802, new int[] {2, 3}, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) -1);

    @Test
    void readsPlainAndGzipped() throws DataException {
        for (byte[] bytes : new byte[][] {GOOD, IdxFiles.gzip(GOOD)}) {
            Idx idx = read(bytes);
            assertArrayEquals(new int[] {2, 3}, idx.sizes());
            assertArrayEquals(new byte[] {1, 2, 3, 4, 5, -1}, idx.elements());
        }
    }

    @Test
    void refusesEveryTruncation() {
        for (int length = 0; length < GOOD.length; length++) {
            byte[] part = Arrays.copyOf(GOOD, length);
            assertThrows(DataException.class, () -> read(part));
            assertThrows(DataException.class, () -> read(IdxFiles.gzip(part)));
        }
        assertError("f: truncated after 5 elements, must have 6", Arrays.copyOf(GOOD, GOOD.length - 1));
        assertError("f: 7 bytes, must have a header of 12", Arrays.copyOf(GOOD, 7));
    }

    @Test
    void refusesEveryTruncationOfTheGzipData() {
        byte[] zipped = IdxFiles.gzip(GOOD);
        for (int length = 2; length < zipped.length; length++) {
            byte[] part = Arrays.copyOf(zipped, length);
            assertThrows(DataException.class, () -> read(part));
        }
        assertError("f: the gzip data ends early, must be a whole file", Arrays.copyOf(zipped, zipped.length - 1));
    }

    @Test
    void refusesDamagedGzipData() {
        byte[] zipped = IdxFiles.gzip(GOOD);
        zipped[zipped.length - 5] ^= 1;
        assertError("f: damaged gzip data (Corrupt GZIP trailer), must be a whole gzip file", zipped);
    }

    @Test
    void refusesWrongMagic() {
        assertError(
                "f: magic number 0x00000803, must be 0x00000802 (IDX, unsigned bytes, 2 axes)",
                IdxFiles.idx(0x803, new int[] {1, 1, 1}, (byte) 1));
        assertError(
                "f: magic number 0x00000d02, must be 0x00000802 (IDX, unsigned bytes, 2 axes)",
                IdxFiles.idx(0xd02, new int[] {1, 1}, (byte) 1));
    }

    @Test
    void refusesTrailingBytes() {
        assertError("f: goes on after 6 elements, must end there", Arrays.copyOf(GOOD, GOOD.length + 1));
    }

    @Test
    void refusesSizesOfADamagedHeaderBeforeAskingForMemory() {
        String rest = " of axis 1, must be at least 1, and all elements at most 536870912";
        assertError("f: size 0" + rest, IdxFiles.idx(0x802, new int[] {2, 0}));
        assertError("f: size -1" + rest, IdxFiles.idx(0x802, new int[] {2, -1}));
        assertError("f: size 2147483647" + rest, IdxFiles.idx(0x802, new int[] {2, Integer.MAX_VALUE}));
    }

    private static void assertError(String message, byte[] bytes) {
        assertEquals(
                message, assertThrows(DataException.class, () -> read(bytes)).getMessage());
    }

    private static Idx read(byte[] bytes) throws DataException {
        return Idx.read(new ByteArrayInputStream(bytes), "f", 2);
    }
}
