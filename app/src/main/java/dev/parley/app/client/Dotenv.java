package dev.parley.app.client;

import dev.parley.protocol.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Client settings as the lines of a `.env` file, under the names that Next.js apps use.
public final class Dotenv {
    private Dotenv() {}

    /// Returns the lines, secrets included, each ended by a newline; what is not known stays empty.
    public static String lines(ClientSettings settings) {
        return variables(settings).entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static Map<String, String> variables(ClientSettings settings) {
        var pusher = settings.pusher();
        var variables = new LinkedHashMap<String, String>();
        variables.put("NEXT_PUBLIC_SUPABASE_URL", settings.supabaseUrl().toString());
        variables.put("NEXT_PUBLIC_SUPABASE_ANON_KEY", settings.anonKey());
        variables.put("SUPABASE_SERVICE_ROLE_KEY", revealed(settings.serviceRoleKey()));
        variables.put("SUPABASE_JWT_SECRET", revealed(settings.jwtSecret()));
        variables.put("DATABASE_URL", settings.databaseUrl().reveal());
        variables.put("NEXT_PUBLIC_PUSHER_KEY", pusher.credentials().key());
        variables.put("NEXT_PUBLIC_PUSHER_HOST", pusher.host());
        variables.put("NEXT_PUBLIC_PUSHER_PORT", Integer.toString(pusher.port()));
        if (pusher.encrypted()) {
            variables.put("NEXT_PUBLIC_PUSHER_ENCRYPTED", "true");
        }
        variables.put("PUSHER_APP_ID", pusher.appId());
        variables.put("PUSHER_SECRET", pusher.credentials().secret().reveal());
        variables.put("NEXT_PUBLIC_PARLEY_URL", settings.parleyUrl().toString());
        return variables;
    }

    private static String revealed(Optional<Secret> secret) {
        return secret.map(Secret::reveal).orElse("");
    }
}
