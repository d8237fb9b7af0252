// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.protocol.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// What a Parley signs with where its operator has set nothing: made once, kept with its data.
///
/// @param pusher signs publishes and channel authorizations
/// @param jwt signs access tokens
/// @param webhook is shown by callers of `/webhook`
public record LocalSecrets(Secret pusher, Secret jwt, Secret webhook) {
    private static final int BYTES = 32;

    /// Makes new ones, which nobody can guess.
    public static LocalSecrets random() {
        return new LocalSecrets(secret(), secret(), secret());
    }

    /// Returns those that everybody can read in our sources and in Supabase's.
    static LocalSecrets wellKnown() {
        return new LocalSecrets(
                new Secret(Defaults.SECRET),
                new Secret(Defaults.JWT_SECRET),
                new Secret(Defaults.WEBHOOK_SECRET));
    }

    /// Reads them as [#text()] writes them; nothing when one is missing.
    public static Optional<LocalSecrets> parse(String text) {
        var kept = new Properties();
        try {
            kept.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty(); // a broken escape: not as we wrote it
        }
        var pusher = secret(kept, Variable.PUSHER_SECRET);
        var jwt = secret(kept, Variable.SUPABASE_JWT_SECRET);
        var webhook = secret(kept, Variable.WEBHOOK_SECRET);
        return pusher == null || jwt == null || webhook == null
                ? Optional.empty()
                : Optional.of(new LocalSecrets(pusher, jwt, webhook));
    }

    /// Returns them by the names of their variables, in the form of a properties file.
    public String text() {
        var kept = new Properties();
        kept.setProperty(Variable.PUSHER_SECRET.name(), pusher.reveal());
        kept.setProperty(Variable.SUPABASE_JWT_SECRET.name(), jwt.reveal());
        kept.setProperty(Variable.WEBHOOK_SECRET.name(), webhook.reveal());
        var text = new StringWriter();
        try {
            kept.store(text, "secrets of this Parley; new ones are made when this file is removed");
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory takes every letter", e);
        }
        return text.toString();
    }

    private static @Nullable Secret secret(Properties kept, Variable name) {
        var value = kept.getProperty(name.name());
        return value == null || value.isBlank() ? null : new Secret(value);
    }

    private static Secret secret() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Secret(HexFormat.of().formatHex(bytes));
    }
}
