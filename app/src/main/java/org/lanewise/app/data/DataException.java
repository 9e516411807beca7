package org.lanewise.app.data;

import java.io.IOException;
import java.io.Serial;

/**
 * Data that is missing or not what it must be. The message is one line for a person: what, its value, what is allowed.
 */
public final class DataException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** An error with its message. */
    public DataException(String message) {
        super(message);
    }

    /** An error with its message and what led to it. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
