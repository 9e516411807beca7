package org.lanewise.bench.compare;

/** The operation in pieces that threads can share; each step is complete before the next one begins. */
interface Pieces {
    /** How many pieces there are. */
    int count();

    /** The steps of a pass. */
    int steps(Pass pass);

    /** One step of a pass on one piece. */
    void work(Pass pass, int step, int piece);
}
