// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.gateway.auth.AuthSettings;
import dev.parley.gateway.auth.Redirects;
import dev.parley.gateway.mail.SmtpSettings;
import dev.parley.protocol.Secret;
import java.net.URI;
import java.util.Optional;

/// Which HTTP API the browser talks to.
public sealed interface Supabase {
    /// Our gateway, which plays Supabase's part over any PostgreSQL.
    ///
    /// @param port TCP port, 0 for a free one
    /// @param jwtSecret signs the tokens of everyone who signs in
    /// @param url its address as apps know it; empty for the one it listens on
    /// @param rates how often one may sign up, sign in and the like
    /// @param redirects where the links of its mails may lead
    /// @param smtp which server takes its mails; empty when none does
    record Local(
            int port,
            Secret jwtSecret,
            Optional<URI> url,
            AuthSettings.Rates rates,
            Redirects redirects,
            Optional<SmtpSettings> smtp)
            implements Supabase {}

    /// A Supabase project.
    ///
    /// @param url its address, such as `https://project.supabase.co`
    /// @param anonKey its public key, which the demo page uses; empty when the page is not wanted
    /// @param jwtSecret the shared secret of its access tokens, which are checked with the project's
    ///     published keys as well; without it only with those
    record Hosted(URI url, String anonKey, Optional<Secret> jwtSecret) implements Supabase {
        /// Returns claim `iss` of the project's access tokens; it publishes its keys below that address.
        public URI tokenIssuer() {
            return URI.create(url + "/auth/v1");
        }
    }
}
