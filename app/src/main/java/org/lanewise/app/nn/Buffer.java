package org.lanewise.app.nn;

/** An array that grows when a larger batch comes. */
final class Buffer {
    private float[] array = {};

    /** An array of at least this length, with any contents. */
    float[] atLeast(int length) {
        if (array.length < length) {
            array = new float[length];
        }
        return array;
    }
}
