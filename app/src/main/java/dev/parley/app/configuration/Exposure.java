package dev.parley.app.configuration;

import dev.parley.protocol.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Keeps secrets that everybody knows on this machine.
final class Exposure {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|\\[::1\\]");

    private Exposure() {}

    /// Refuses to serve other machines with one of the [Defaults]' secrets.
    static void check(Configuration configuration, Purpose purpose) {
        if (LOOPBACK.matcher(configuration.bindAddress()).matches()) {
            return;
        }
        var known =
                switch (purpose) {
                    case EVERYTHING, WORKER -> known(configuration);
                    case CHANNELS -> knownToSubscribers(configuration);
                    case TOOL -> List.<String>of();
                };
        if (!known.isEmpty()) {
            throw new ConfigurationException(
                    "BIND_ADDRESS is %s, which other machines reach, and the local secrets are known to everybody: set %s"
                            .formatted(configuration.bindAddress(), String.join(", ", known)));
        }
    }

    private static List<String> known(Configuration configuration) {
        var names = new ArrayList<>(knownToSubscribers(configuration));
        if (configuration.webhook().secret().matches(Defaults.WEBHOOK_SECRET)) {
            names.add(Variable.WEBHOOK_SECRET.name());
        }
        if (jwtSecret(configuration.supabase()).matches(Defaults.JWT_SECRET)) {
            names.add(Variable.SUPABASE_JWT_SECRET.name());
        }
        return names;
    }

    private static List<String> knownToSubscribers(Configuration configuration) {
        return configuration.pusher().credentials().secret().matches(Defaults.SECRET)
                ? List.of(Variable.PUSHER_SECRET.name())
                : List.of();
    }

    private static Secret jwtSecret(Supabase supabase) {
        return switch (supabase) {
            case Supabase.Local local -> local.jwtSecret();
            case Supabase.Hosted hosted -> hosted.jwtSecret().orElseGet(() -> new Secret(""));
        };
    }
}
