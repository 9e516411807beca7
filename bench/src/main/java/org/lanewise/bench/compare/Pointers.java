package org.lanewise.bench.compare;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/** Native objects that live until this is closed, whichever other scopes come and go meanwhile. */
final class Pointers implements AutoCloseable {
    private final Deque<Pointer> held = new ArrayDeque<>();

    /** Holds an object. */
    <P extends Pointer> P keep(P pointer) {
        held.push(pointer);
        return pointer;
    }

    /** Frees all, the last first. */
    @Override
    public void close() {
        while (!held.isEmpty()) {
            held.pop().close();
        }
    }
}
