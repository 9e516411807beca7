package org.lanewise.site;

import java.io.IOException;

/** A Markdown file has a link that leads nowhere. */
final class DeadLinkException extends IOException {
    private static final long serialVersionUID = 1;

    DeadLinkException(String message) {
        super(message);
    }
}
