// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.fuzz;

import java.nio.file.Path;
import java.util.Locale;

/// All fuzz targets.
enum Targets {
    WEBSOCKET(WebSocketTarget.class),
    CONVERSATION(MessageTarget.class),
    HTTP(HttpTarget.class),
    API(ApiTarget.class),
    PARSING(ParsingTarget.class);

    private final Class<?> type;

    Targets(Class<?> type) {
        this.type = type;
    }

    /// Returns the class Jazzer is told.
    String className() {
        return type.getName();
    }

    /// Runs one input.
    void run(byte[] input) {
        switch (this) {
            case WEBSOCKET -> WebSocketTarget.fuzzerTestOneInput(input);
            case CONVERSATION -> MessageTarget.fuzzerTestOneInput(input);
            case HTTP -> HttpTarget.fuzzerTestOneInput(input);
            case API -> ApiTarget.fuzzerTestOneInput(input);
            case PARSING -> ParsingTarget.fuzzerTestOneInput(input);
        }
    }

    /// Returns the folder of the inputs that are kept.
    Path corpus() {
        return Path.of("src/test/resources/fuzz", toString()).toAbsolutePath();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
