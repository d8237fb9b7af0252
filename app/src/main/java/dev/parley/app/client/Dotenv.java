package dev.parley.app.client;

import dev.parley.protocol.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Client settings as the lines of a `.env` file, under the names that Next.js apps use.
public final class Dotenv {
    /// Begins what stands in the place of a value; no key or address does.
    private static final String MISSING = "# ";

    private Dotenv() {}

    /// Returns the lines, secrets included, each ended by a newline. What only the operator knows, and has not
    /// said, is a comment that tells where it comes from.
    public static String lines(ClientSettings settings) {
        return variables(settings).entrySet().stream()
                .map(variable -> line(variable.getKey(), variable.getValue()))
                .collect(Collectors.joining());
    }

    private static Map<String, String> variables(ClientSettings settings) {
        var pusher = settings.pusher();
        var variables = new LinkedHashMap<String, String>();
        variables.put("NEXT_PUBLIC_SUPABASE_URL", settings.supabaseUrl().toString());
        variables.put(
                "NEXT_PUBLIC_SUPABASE_ANON_KEY",
                settings.anonKey().isEmpty()
                        ? missing("set SUPABASE_ANON_KEY to the project's public key")
                        : settings.anonKey());
        variables.put(
                "SUPABASE_SERVICE_ROLE_KEY",
                settings.serviceRoleKey()
                        .map(Secret::reveal)
                        .orElseGet(() -> missing("the project's secret key, in its settings")));
        settings.jwtSecret()
                .ifPresent(secret -> variables.put("SUPABASE_JWT_SECRET", secret.reveal()));
        variables.put(
                "DATABASE_URL",
                settings.databaseServed()
                        ? settings.databaseUrl().reveal()
                        : missing("set DATABASE_URL to the project's database"));
        variables.put("NEXT_PUBLIC_PUSHER_KEY", pusher.credentials().key());
        variables.put("NEXT_PUBLIC_PUSHER_HOST", pusher.host());
        variables.put("NEXT_PUBLIC_PUSHER_PORT", Integer.toString(pusher.port()));
        if (pusher.encrypted()) {
            variables.put("NEXT_PUBLIC_PUSHER_ENCRYPTED", "true");
        }
        variables.put("PUSHER_APP_ID", pusher.appId());
        variables.put("PUSHER_SECRET", pusher.credentials().secret().reveal());
        variables.put("WEBHOOK_SECRET", settings.webhookSecret().reveal());
        variables.put("NEXT_PUBLIC_PARLEY_URL", settings.parleyUrl().toString());
        return variables;
    }

    private static String missing(String hint) {
        return MISSING + hint;
    }

    private static String line(String name, String value) {
        return value.startsWith(MISSING)
                ? "# %s is missing: %s\n".formatted(name, value.substring(MISSING.length()))
                : name + "=" + value + "\n";
    }
}
