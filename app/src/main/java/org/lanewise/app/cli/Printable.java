package org.lanewise.app.cli;

/** Text from files, for a terminal. */
final class Printable {
    private Printable() {}

    /** With a question mark for each control character: they could break a line, or tell the terminal what to do. */
    static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c).forEach(printable::appendCodePoint);
        return printable.toString();
    }
}
