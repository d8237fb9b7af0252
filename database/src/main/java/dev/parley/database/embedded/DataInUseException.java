// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import java.nio.file.Path;

/// The folder that a server should run on belongs to a program that is running.
public final class DataInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DataInUseException(Path data) {
        super("another Parley runs on %s: stop it, or use another folder".formatted(data));
    }
}
