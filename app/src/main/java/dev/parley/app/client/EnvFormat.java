// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.client;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How an app is told its settings, secrets included.
public enum EnvFormat {
    /// The lines of a `.env` file for Next.js, which shows browsers `NEXT_PUBLIC_` variables.
    NEXT("NEXT_PUBLIC_"),
    /// The lines of a `.env` file for Vite, which shows browsers `VITE_` variables.
    VITE("VITE_"),
    /// The lines of a `.env` file for servers, and for bundlers that ask for no prefix.
    DOTENV(""),
    /// One JSON object of the names that [#DOTENV] has; what is missing is `null`.
    JSON("");

    private final String publicPrefix;

    EnvFormat(String publicPrefix) {
        this.publicPrefix = publicPrefix;
    }

    /// Returns the text for a file, ended by a newline.
    public String write(ClientSettings settings) {
        var variables = ClientVariable.of(settings);
        return switch (this) {
            case NEXT, VITE, DOTENV ->
                    variables.stream().map(this::line).collect(Collectors.joining());
            case JSON -> json(variables);
        };
    }

    /// A value that only the operator knows, and has not said, is a comment that tells where it comes from.
    private String line(ClientVariable variable) {
        var name = (variable.isPublic() ? publicPrefix : "") + variable.name();
        return variable.value()
                .map(value -> name + "=" + value + "\n")
                .orElseGet(() -> "# %s is missing: %s\n".formatted(name, variable.source()));
    }

    private static String json(List<ClientVariable> variables) {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            for (var variable : variables) {
                json.writeStringField(variable.name(), variable.value().orElse(null));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory takes every letter", e);
        }
        return text + "\n";
    }

    /// Returns the name in lower case, as it is written on the command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
