package org.lanewise.app.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The contents of an IDX file of unsigned bytes, the format of MNIST and its successors: two zero bytes, the element
 * type (8 for unsigned bytes), the number of axes, the size of each axis as a big-endian int, and the elements in
 * row-major order.
 *
 * @param sizes the size of each axis
 * @param elements all elements, as many as the product of the sizes; the array itself
 */
record Idx(int[] sizes, byte[] elements) {
    private static final int UNSIGNED_BYTE = 8;
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    /** Far more than such data sets have, and so few that a damaged header can't ask for all memory. */
    private static final long MAX_ELEMENTS = 1 << 29;

    /**
     * Reads to the end of a stream, which is gzipped or not: its first bytes tell.
     *
     * @param name what to call it in errors
     * @param rank the number of axes that it must have
     * @throws DataException if it has another magic number, is shorter or longer than its sizes say, or can't be read
     */
    static Idx read(InputStream stream, String name, int rank) throws DataException {
        try (InputStream in = unzipped(stream)) {
            return readPlain(in, name, rank);
        } catch (DataException e) {
            throw e;
        } catch (ZipException e) {
            throw new DataException(
                    name + ": damaged gzip data (" + e.getMessage() + "), must be a whole gzip file", e);
        } catch (EOFException e) {
            throw new DataException(name + ": the gzip data ends early, must be a whole file", e);
        } catch (IOException e) {
            throw new DataException(name + ": can't be read (" + e.getMessage() + "), must be a readable file", e);
        }
    }

    private static InputStream unzipped(InputStream stream) throws IOException {
        PushbackInputStream in = new PushbackInputStream(stream, 2);
        byte[] magic = in.readNBytes(2);
        in.unread(magic);
        boolean zipped = magic.length == 2
                && Byte.toUnsignedInt(magic[0]) == GZIP_MAGIC_1
                && Byte.toUnsignedInt(magic[1]) == GZIP_MAGIC_2;
        return zipped ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static Idx readPlain(InputStream in, String name, int rank) throws IOException {
        int expected = UNSIGNED_BYTE << 8 | rank;
        int headerBytes = Integer.BYTES * (1 + rank);
        byte[] header = in.readNBytes(headerBytes);
        if (header.length >= Integer.BYTES && ByteBuffer.wrap(header).getInt() != expected) {
            throw new DataException("%s: magic number 0x%08x, must be 0x%08x (IDX, unsigned bytes, %d axes)"
                    .formatted(name, ByteBuffer.wrap(header).getInt(), expected, rank));
        }
        if (header.length < headerBytes) {
            throw new DataException(name + ": " + header.length + " bytes, must have a header of " + headerBytes);
        }
        ByteBuffer numbers = ByteBuffer.wrap(header).position(Integer.BYTES);
        int[] sizes = new int[rank];
        long count = 1;
        for (int axis = 0; axis < rank; axis++) {
            sizes[axis] = numbers.getInt();
            if (sizes[axis] < 1 || sizes[axis] > MAX_ELEMENTS / count) {
                throw new DataException(name + ": size " + sizes[axis] + " of axis " + axis
                        + ", must be at least 1, and all elements at most " + MAX_ELEMENTS);
            }
            count *= sizes[axis];
        }
        byte[] elements = in.readNBytes((int) count);
        if (elements.length < count) {
            throw new DataException(name + ": truncated after " + elements.length + " elements, must have " + count);
        }
        if (in.read() != -1) {
            throw new DataException(name + ": goes on after " + count + " elements, must end there");
        }
        return new Idx(sizes, elements);
    }
}
