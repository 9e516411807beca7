package org.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands are cut into programs as a shell does it. */
class CommandTest {
    static Stream<Arguments> cases() {
        return Stream.of(
                arguments("bin/lanewise info   # what is there", "[[bin/lanewise, info]]"),
                arguments("A=1 B='x y' bin/test -Dtest='A#b'", "[[bin/test, -Dtest=A#b]]"),
                arguments("cd a && mvn -q package ; ls", "[[cd, a], [mvn, -q, package], [ls]]"),
                arguments("a --x \"y z\" 2> err < in | b >> out", "[[a, --x, y z], [b]]"),
                arguments("a > out 2>&1 && c", "[[a], [c]]"),
                arguments("bin/lanewise \\\n  --help\n", "[[bin/lanewise, --help]]"),
                arguments("echo ''", "[[echo, ]]"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void programs(String text, String programs) {
        Block block = new Block(Path.of("x.md"), 1, 0, "sh", text, List.of(), Optional.empty());
        assertEquals(programs, new Command(block, 1, text).programs().toString());
    }

    @Test
    void commandsHaveTheirLinesAndReasons() {
        String text = "# Title\n\n<!-- not run: long -->\n```sh\n# first\none \\\n  more\n\ntwo\n```\n";
        Block block = Block.of(new Document(Path.of("x.md"), text)).getFirst();
        assertEquals(Optional.of("long"), block.notRun());
        assertEquals(5, block.line());
        assertEquals(1, block.section());
    }
}
