package org.lanewise.exec;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The steps of a call, dealt to the members of a team: each has a range of its own, and takes from another's end once
 * its own is empty. So from call to call a member mostly works on the same memory, which its processor's cache still
 * holds, and walks it forward. Safe for all members at once; {@link #deal} comes before they begin.
 */
final class Shares {
    /** What {@link #take} gives when no step is left. */
    static final long NONE = 0;

    /** A range has two lines of the cache for itself, as processors fetch them in pairs. */
    private static final int STRIDE = 16;

    /** A member's steps, from the upper half to the lower one. */
    private final AtomicLongArray ranges;

    private int members;
    private int grain;

    /** For teams of so many members at most. */
    Shares(int most) {
        ranges = new AtomicLongArray((most + 1) * STRIDE);
    }

    /** Deals steps 0 to {@code steps - 1} to some members, to be taken {@code grain} at a time. */
    void deal(int steps, int grain, int members) {
        this.members = members;
        this.grain = grain;
        for (int member = 0; member < members; member++) {
            ranges.set(place(member), range(share(steps, member, members), share(steps, member + 1, members)));
        }
    }

    private static int share(int steps, int member, int members) {
        return (int) ((long) steps * member / members);
    }

    /** Some steps for a member, {@link #from} to {@link #to}, or {@link #NONE}. */
    long take(int member) {
        long taken = take(place(member), true);
        for (int i = 1; taken == NONE && i < members; i++) {
            taken = take(place((member + i) % members), false);
        }
        return taken;
    }

    /** Some steps of a range: the first ones, or the last. */
    private long take(int place, boolean first) {
        for (; ; ) {
            long range = ranges.get(place);
            int from = from(range);
            int to = to(range);
            if (from == to) {
                return NONE;
            }
            int count = Math.min(grain, to - from);
            int middle = first ? from + count : to - count;
            long front = range(from, middle);
            long back = range(middle, to);
            if (ranges.compareAndSet(place, range, first ? back : front)) {
                return first ? front : back;
            }
        }
    }

    /** Leaves no step. */
    void drop() {
        for (int member = 0; member < members; member++) {
            ranges.set(place(member), NONE);
        }
    }

    private static int place(int member) {
        return (member + 1) * STRIDE;
    }

    private static long range(int from, int to) {
        return (long) from << Integer.SIZE | to;
    }

    /** The first of some steps. */
    static int from(long steps) {
        return (int) (steps >>> Integer.SIZE);
    }

    /** The step after the last of some. */
    static int to(long steps) {
        return (int) steps;
    }
}
