// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.webapp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.client.ClientSettings;
import dev.parley.protocol.Secret;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The keys and addresses that stand in what an app gives to browsers.
///
/// @param app what it gives
record BundledKeys(WebApp app) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Shorter ones may stand there by chance.
    private static final int LEAST_SECRET_CHARS = 8;

    private static final Pattern TOKEN =
            Pattern.compile("\\beyJ[\\w-]{5,}\\.(eyJ[\\w-]{5,})\\.[\\w-]{20,}");
    private static final Pattern PUBLISHABLE = Pattern.compile("\\bsb_publishable_[\\w-]{8,}");
    private static final Pattern SECRET = Pattern.compile("\\bsb_secret_[\\w-]{8,}");
    private static final Pattern PROJECT =
            Pattern.compile("\\bhttps://[a-z0-9]{20}\\.supabase\\.(?:co|in|red)\\b");
    private static final Pattern PUSHER_KEY =
            Pattern.compile(
                    "(?i)pusher_?(?:app_?)?key[\"']?\\s*[:=]\\s*[\"']([\\w-]{4,64})[\"']|\\bPusher(?:\\.default)?\\)?\\(\\s*[\"']([\\w-]{4,64})[\"']");

    /// Returns the public keys of Supabase projects.
    Set<String> anonKeys() {
        var keys = new LinkedHashSet<>(found(PUBLISHABLE));
        tokens().forEach((token, claims) -> {
            if (claims.path("role").asText().equals("anon")) {
                keys.add(token);
            }
        });
        return keys;
    }

    /// Returns the addresses of hosted Supabase projects.
    Set<String> projects() {
        return found(PROJECT);
    }

    /// Returns what the app most likely gives to pusher-js as a key.
    Set<String> pusherKeys() {
        return found(PUSHER_KEY);
    }

    /// Names the secrets in it, not their values.
    Set<String> secrets(ClientSettings settings) {
        var names = new TreeSet<String>();
        if (!found(SECRET).isEmpty()) {
            names.add("a secret key of Supabase (sb_secret_…)");
        }
        if (tokens().values().stream()
                .anyMatch(claims -> claims.path("role").asText().equals("service_role"))) {
            names.add("a service_role key");
        }
        var ours = new LinkedHashMap<String, Secret>();
        ours.put("PUSHER_SECRET", settings.pusher().credentials().secret());
        ours.put("WEBHOOK_SECRET", settings.webhookSecret());
        settings.jwtSecret().ifPresent(secret -> ours.put("SUPABASE_JWT_SECRET", secret));
        ours.forEach((name, secret) -> {
            var value = secret.reveal();
            if (value.length() >= LEAST_SECRET_CHARS && app.carries(value)) {
                names.add(name);
            }
        });
        return names;
    }

    private Set<String> found(Pattern pattern) {
        return pattern.matcher(app.text())
                .results()
                .map(BundledKeys::innermost)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String innermost(MatchResult found) {
        for (var group = found.groupCount(); group > 0; group--) {
            if (found.group(group) != null) {
                return found.group(group);
            }
        }
        return found.group();
    }

    /// Returns the JSON web tokens by their text, each with its claims.
    private Map<String, JsonNode> tokens() {
        var tokens = new LinkedHashMap<String, JsonNode>();
        for (var found : TOKEN.matcher(app.text()).results().toList()) {
            try {
                tokens.put(
                        found.group(),
                        JSON.readTree(Base64.getUrlDecoder().decode(found.group(1))));
            } catch (IOException | IllegalArgumentException _) {
                // looks like a token and is none
            }
        }
        return tokens;
    }
}
