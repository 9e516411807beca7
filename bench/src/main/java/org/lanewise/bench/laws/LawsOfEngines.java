package org.lanewise.bench.laws;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.lanewise.bench.peer.Peer;
import org.lanewise.testkit.LanewiseSubject;
import org.lanewise.testkit.Subject;
import org.lanewise.testkit.Verdict;

/** Prints the verdict on Lanewise and its peers: {@code bench/run laws}. */
public final class LawsOfEngines {
    private LawsOfEngines() {}

    /** The command; ends with 2 for any option. */
    public static void main(String[] args) {
        if (args.length > 0) {
            System.err.println("bench/run laws: " + String.join(" ", args) + ", must be without options");
            System.exit(2);
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        judge(out, new LanewiseSubject());
        for (Peer peer : Peer.values()) {
            Optional<String> why = peer.unavailable();
            if (why.isPresent()) {
                System.err.println("bench/run laws: " + why.get());
            } else {
                judge(out, peer.subject());
            }
        }
    }

    private static void judge(PrintStream out, Subject subject) {
        System.err.println("bench/run laws: trying " + subject.name() + ", about a minute ...");
        out.println(Verdict.of(subject));
    }
}
