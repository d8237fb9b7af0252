// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.app.strict.Quantities;
import dev.parley.protocol.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The environment, read one typed value at a time. An empty variable counts as unset.
final class Environment {
    private static final int MOST = 1_000_000;
    private static final int MOST_PORT = 65_535;

    private final Map<String, String> values;

    /// Refuses names that look like ours and are not.
    Environment(Map<String, String> values) {
        this.values = values;
        for (var name : values.keySet()) {
            if (Variable.isMisspelt(name)) {
                throw new ConfigurationException(
                        name
                                + " is not a variable of Parley"
                                + Variable.nearest(name)
                                        .map(known -> ": did you mean " + known + "?")
                                        .orElse("; docs/configuration.md lists them"));
            }
        }
    }

    Optional<String> text(Variable name) {
        return Optional.ofNullable(values.get(name.name()))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /// Returns all variables whose names begin so.
    Map<String, String> beginningWith(String prefix) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    boolean has(Variable name) {
        return text(name).isPresent();
    }

    String required(Variable name, String why) {
        return text(name).orElseThrow(() -> new ConfigurationException("set " + name + ": " + why));
    }

    Optional<Secret> secret(Variable name) {
        return text(name).map(Secret::new);
    }

    /// Reads a port to listen on; 0 takes a free one.
    int listenPort(Variable name, int otherwise) {
        return number(name, 0, MOST_PORT, otherwise);
    }

    /// Reads a port to connect to.
    int remotePort(Variable name, int otherwise) {
        return number(name, 1, MOST_PORT, otherwise);
    }

    /// Reads a whole number.
    int number(Variable name, int least, int most, int otherwise) {
        var text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        var number = text.get().matches("[0-9]{1,9}") ? Integer.parseInt(text.get()) : -1;
        if (number < least || number > most) {
            throw wrong(name, least + " to " + most);
        }
        return number;
    }

    boolean flag(Variable name, boolean otherwise) {
        var text = text(name).map(value -> value.toLowerCase(Locale.ROOT));
        return switch (text.orElse(Boolean.toString(otherwise))) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, "true or false");
        };
    }

    /// Reads a switch that is off unless it is set to `on`.
    boolean on(Variable name) {
        return switch (text(name).orElse("off").toLowerCase(Locale.ROOT)) {
            case "on" -> true;
            case "off" -> false;
            default -> throw wrong(name, "on or off");
        };
    }

    /// Reads a size such as `256MiB`.
    long bytes(Variable name, long least, long otherwise) {
        var text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        return Quantities.bytes(text.get())
                .filter(bytes -> bytes >= least)
                .orElseThrow(() -> wrong(name, "a size such as 256MiB, 1MiB or more"));
    }

    Optional<URI> httpUrl(Variable name) {
        return text(name).map(text -> httpUrl(name, text));
    }

    ConfigurationException wrong(Variable name, String must) {
        return new ConfigurationException(
                name + " is " + text(name).orElse("empty") + ", must be " + must);
    }

    /// Reads how many of something there may be.
    int count(Variable name, int otherwise) {
        return number(name, 1, MOST, otherwise);
    }

    private URI httpUrl(Variable name, String text) {
        try {
            var uri = new URI(text.replaceFirst("/+$", ""));
            var http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // refused below with the name of the variable, as every other wrong address is
        }
        throw wrong(name, "an address such as https://project.supabase.co");
    }
}
