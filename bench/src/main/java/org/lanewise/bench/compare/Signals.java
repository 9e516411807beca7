package org.lanewise.bench.compare;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Stops processes and lets them go on, by kill(2). Linux only: elsewhere the signals have other numbers. */
final class Signals {
    private static final int GO_ON = 18; // SIGCONT
    private static final int STOP = 19; // SIGSTOP

    private final MethodHandle kill;

    private Signals(MethodHandle kill) {
        this.kill = kill;
    }

    /** The signals, where they can be sent. */
    @SuppressWarnings("restricted") // kill(2) takes two numbers, and touches no memory of ours.
    static Optional<Signals> find() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("kill")
                .map(kill -> linker.downcallHandle(kill, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT)))
                .map(Signals::new);
    }

    /** Stops a process, all its threads. */
    void stop(long process) {
        send(process, STOP);
    }

    /** Lets a process go on. */
    void go(long process) {
        send(process, GO_ON);
    }

    private void send(long process, int signal) {
        try {
            int status = (int) kill.invokeExact((int) process, signal);
            if (status != 0) {
                throw new IllegalStateException("signal " + signal + " can't be sent to process " + process);
            }
        } catch (IllegalStateException e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException("kill(2) is declared otherwise", t);
        }
    }
}
