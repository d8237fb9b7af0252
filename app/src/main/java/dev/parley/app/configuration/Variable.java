package dev.parley.app.configuration;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The environment variables that Parley reads; `docs/configuration.md` explains each.
enum Variable {
    BIND_ADDRESS,
    PORT,
    CHANNELS_PORT,
    CHANNELS_ADMIN_PORT,
    GATEWAY_PORT,
    DATABASE_PORT,
    PARLEY_DATA,
    DATABASE_URL,
    SUPABASE_URL,
    SUPABASE_ANON_KEY,
    SUPABASE_JWT_SECRET,
    PUSHER_APP_ID,
    PUSHER_KEY,
    PUSHER_SECRET,
    PUSHER_CLUSTER,
    PUSHER_HOST,
    PUSHER_PORT,
    PUSHER_TLS,
    WEBHOOK_SECRET,
    WEBHOOK_SECRET_PREVIOUS,
    CAPTURE,
    REDIS_URL;

    /// Whoever sets a variable that starts so means Parley or Pusher, so a name we do not know is a slip.
    private static final List<String> OURS =
            List.of("PARLEY_", "PUSHER_", "CHANNELS_", "GATEWAY_", "WEBHOOK_SECRET");

    /// Says whether `name` looks like a variable of ours and is none.
    static boolean isMisspelt(String name) {
        return OURS.stream().anyMatch(name::startsWith)
                && Stream.of(values()).noneMatch(known -> known.name().equals(name));
    }

    /// Returns the variable that was probably meant by `name`: of those few letters away, the one that
    /// ends in the same word.
    static Optional<Variable> nearest(String name) {
        return Stream.of(values())
                .filter(known -> distance(known.name(), name) <= 4)
                .min(
                        Comparator.comparing((Variable known) ->
                                        !lastWord(known.name()).equals(lastWord(name)))
                                .thenComparingInt(known -> distance(known.name(), name)));
    }

    private static String lastWord(String name) {
        return name.substring(name.lastIndexOf('_') + 1);
    }

    /// The Levenshtein distance: how many letters must be added, dropped or changed.
    private static int distance(String a, String b) {
        var previous = new int[b.length() + 1];
        for (var j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            var current = new int[b.length() + 1];
            current[0] = i;
            for (var j = 1; j <= b.length(); j++) {
                var change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
