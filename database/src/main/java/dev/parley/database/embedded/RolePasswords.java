// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import dev.parley.database.file.PrivateFolder;
import dev.parley.protocol.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/// The passwords of a server's roles, made at its first start and kept beside its data.
///
/// @param superuser of `supabase_admin`
/// @param owner of `postgres`, as which Parley itself connects
record RolePasswords(Secret superuser, Secret owner) {
    private static final int BYTES = 24;

    /// Returns the kept ones, which are made when missing.
    static RolePasswords in(PrivateFolder place, String file) throws IOException {
        var kept = place.read(file).flatMap(RolePasswords::parse);
        if (kept.isPresent()) {
            return kept.get();
        }
        var made = new RolePasswords(random(), random());
        place.write(file, made.text());
        return made;
    }

    /// Reads them as they are kept; nothing when one is missing.
    static Optional<RolePasswords> parse(String text) {
        var kept = new Properties();
        try {
            kept.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty(); // not as we wrote it: new ones replace it
        }
        var superuser = kept.getProperty("supabase_admin");
        var owner = kept.getProperty("postgres");
        return superuser == null || owner == null
                ? Optional.empty()
                : Optional.of(new RolePasswords(new Secret(superuser), new Secret(owner)));
    }

    private String text() throws IOException {
        var kept = new Properties();
        kept.setProperty("supabase_admin", superuser.reveal());
        kept.setProperty("postgres", owner.reveal());
        var text = new StringWriter();
        kept.store(
                text,
                "passwords of the embedded PostgreSQL; new ones are made when this is removed");
        return text.toString();
    }

    private static Secret random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Secret(HexFormat.of().formatHex(bytes));
    }
}
