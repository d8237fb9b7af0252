// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import dev.parley.protocol.Secret;
import dev.parley.worker.authorization.AuthorizationConfig;
import dev.parley.worker.authorization.ProjectApi;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How the worker checks access tokens, by what is set.
final class WorkerSettingsTest {
    private static final String SECRET = "a secret of more than thirty-two bytes";

    @Test
    void tokens_of_our_own_gateway_are_checked_by_the_secret() {
        var authorization = authorization(Map.of("SUPABASE_JWT_SECRET", SECRET));

        assertThat(authorization.jwtSecret()).hasValue(new Secret(SECRET));
        assertThat(authorization.issuer()).isEmpty();
    }

    @Test
    void tokens_of_a_project_are_checked_by_its_keys_and_by_a_secret_if_there_is_one() {
        var issuer = Optional.of(URI.create("https://p.supabase.co/auth/v1"));
        var environment = new HashMap<>(Map.of("SUPABASE_URL", "https://p.supabase.co/"));

        var keys = authorization(environment);
        environment.put("SUPABASE_JWT_SECRET", SECRET);
        var both = authorization(environment);

        assertThat(keys.jwtSecret()).isEmpty();
        assertThat(keys.issuer()).isEqualTo(issuer);
        assertThat(both.jwtSecret()).hasValue(new Secret(SECRET));
        assertThat(both.issuer()).isEqualTo(issuer);
    }

    @Test
    void a_project_with_its_public_key_can_be_asked_who_may_listen() {
        var environment = new HashMap<>(Map.of("SUPABASE_URL", "https://p.supabase.co/"));

        var without = authorization(environment);
        environment.put("SUPABASE_ANON_KEY", "public");
        var with = authorization(environment);

        assertThat(without.project()).isEmpty();
        assertThat(with.project())
                .hasValue(new ProjectApi(URI.create("https://p.supabase.co"), "public"));
    }

    @Test
    void nobody_watches_anybody_unless_it_is_wanted() {
        assertThat(authorization(Map.of()).watchlist()).isFalse();
        assertThat(authorization(Map.of("PUSHER_WATCHLIST", "true")).watchlist()).isTrue();
    }

    private static AuthorizationConfig authorization(Map<String, String> environment) {
        var configuration = Configuration.read(environment, RunMode.EVERYTHING);
        return WorkerSettings.of(configuration, Optional.empty()).authorization();
    }
}
