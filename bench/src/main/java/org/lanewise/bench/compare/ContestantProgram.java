package org.lanewise.bench.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.lanewise.bench.compare.Contestant.Answer;
import org.lanewise.tensor.ElementType;
import org.lanewise.tools.time.Effort;

/**
 * One engine, in a process of its own: the program that {@link RemoteContestant} starts and talks with, by lines.
 *
 * <p>It begins with {@code version} and the version, or {@code absent} and the reason, then answers
 *
 * <ul>
 *   <li>{@code prepare SHAPE LAYOUT TYPE OP THREADS} by {@code ready} and how it is done, or {@code out} and what is
 *       wrong, which is nothing where the engine has no such operation;
 *   <li>{@code turn} by {@code micros} and a number;
 *   <li>{@code release} by {@code released}.
 * </ul>
 */
final class ContestantProgram {
    private ContestantProgram() {}

    /** With an engine's name, an element type, and {@code quick} or {@code full}. Ends with the input. */
    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        // What a library prints is no answer.
        System.setOut(System.err);
        ElementType type = ElementType.valueOf(args[1]);
        Engine engine = Engines.create(args[0], type);
        Optional<String> unavailable = engine.unavailable(type);
        if (unavailable.isPresent()) {
            say(answers, "absent", unavailable.get());
            return;
        }
        say(answers, "version", engine.version());
        try (BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                Contestant contestant = new LocalContestant(engine, effort(args[2]))) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                answer(line.split(" "), contestant, answers);
            }
        }
    }

    /** By its name; the name of an effort. */
    private static Effort effort(String name) {
        return name.equals("quick") ? Effort.quick() : Effort.full();
    }

    private static void answer(String[] request, Contestant contestant, PrintStream answers) {
        switch (request[0]) {
            case "prepare" -> {
                Case work = Case.parse(request[1], request[2], request[3], request[4]);
                Answer answer = contestant.prepare(work, Integer.parseInt(request[5]));
                say(answers, answer.taken() ? "ready" : "out", answer.text());
            }
            case "turn" -> say(answers, "micros", Double.toString(contestant.turn()));
            case "release" -> {
                contestant.release();
                say(answers, "released", "");
            }
            default -> throw new IllegalArgumentException("request: " + request[0]);
        }
    }

    private static void say(PrintStream answers, String word, String text) {
        answers.println(word + " " + text.replace('\n', ' '));
        answers.flush();
    }
}
