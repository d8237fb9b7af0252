// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.client;

import dev.parley.protocol.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A setting of an app, as a variable of its environment.
///
/// @param name without the prefix that a bundler wants
/// @param isPublic whether browsers may know it
/// @param value empty for what only the operator knows and has not said
/// @param source where a missing value comes from
record ClientVariable(String name, boolean isPublic, Optional<String> value, String source) {

    /// Returns the variables of an app, secrets included, in the order in which people read them.
    static List<ClientVariable> of(ClientSettings settings) {
        var pusher = settings.pusher();
        var variables = new ArrayList<ClientVariable>();
        variables.add(forBrowsers("SUPABASE_URL", settings.supabaseUrl()));
        variables.add(
                new ClientVariable(
                        "SUPABASE_ANON_KEY",
                        true,
                        Optional.of(settings.anonKey()).filter(key -> !key.isEmpty()),
                        "set SUPABASE_ANON_KEY to the project's public key"));
        variables.add(
                new ClientVariable(
                        "SUPABASE_SERVICE_ROLE_KEY",
                        false,
                        settings.serviceRoleKey().map(Secret::reveal),
                        "the project's secret key, in its settings"));
        settings.jwtSecret()
                .ifPresent(secret -> variables.add(forServers("SUPABASE_JWT_SECRET", secret)));
        variables.add(
                new ClientVariable(
                        "DATABASE_URL",
                        false,
                        Optional.of(settings.databaseUrl().reveal())
                                .filter(_ -> settings.databaseServed()),
                        "set DATABASE_URL to the project's database"));
        variables.add(forBrowsers("PUSHER_KEY", pusher.credentials().key()));
        pusher.cluster().ifPresent(name -> variables.add(forBrowsers("PUSHER_CLUSTER", name)));
        variables.add(forBrowsers("PUSHER_HOST", pusher.host()));
        variables.add(forBrowsers("PUSHER_PORT", pusher.port()));
        variables.add(forBrowsers("PUSHER_TLS", pusher.tls()));
        if (pusher.encrypted()) {
            variables.add(forBrowsers("PUSHER_ENCRYPTED", true));
        }
        variables.add(new ClientVariable("PUSHER_APP_ID", false, Optional.of(pusher.appId()), ""));
        variables.add(forServers("PUSHER_SECRET", pusher.credentials().secret()));
        variables.add(forServers("WEBHOOK_SECRET", settings.webhookSecret()));
        variables.add(forBrowsers("PARLEY_URL", settings.parleyUrl()));
        return variables;
    }

    private static ClientVariable forBrowsers(String name, Object value) {
        return new ClientVariable(name, true, Optional.of(value.toString()), "");
    }

    private static ClientVariable forServers(String name, Secret value) {
        return new ClientVariable(name, false, Optional.of(value.reveal()), "");
    }
}
