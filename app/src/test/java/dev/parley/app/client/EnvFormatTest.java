// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.LocalSecrets;
import dev.parley.app.configuration.RunMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EnvFormatTest {
    private static final LocalSecrets SECRETS = LocalSecrets.random();

    @Test
    void local_settings_are_complete() {
        var configuration = read(Map.of());

        var lines = EnvFormat.NEXT.write(settings(configuration));

        assertThat(lines)
                .matches(
                        """
                        NEXT_PUBLIC_SUPABASE_URL=http://127.0.0.1:54321
                        NEXT_PUBLIC_SUPABASE_ANON_KEY=ey[\\w-]+\\.[\\w-]+\\.[\\w-]+
                        SUPABASE_SERVICE_ROLE_KEY=ey[\\w-]+\\.[\\w-]+\\.[\\w-]+
                        SUPABASE_JWT_SECRET=[0-9a-f]{64}
                        DATABASE_URL=postgresql://postgres@127.0.0.1:54322/postgres
                        NEXT_PUBLIC_PUSHER_KEY=parley-key
                        NEXT_PUBLIC_PUSHER_HOST=127.0.0.1
                        NEXT_PUBLIC_PUSHER_PORT=6001
                        NEXT_PUBLIC_PUSHER_TLS=false
                        PUSHER_APP_ID=parley
                        PUSHER_SECRET=[0-9a-f]{64}
                        WEBHOOK_SECRET=[0-9a-f]{64}
                        NEXT_PUBLIC_PARLEY_URL=http://127.0.0.1:3001
                        """);
    }

    @Test
    void hosted_settings_are_passed_on_and_what_only_the_project_knows_is_named() {
        var configuration =
                read(
                        Map.of(
                                "DATABASE_URL", "postgresql://u:p%40ss@db.example/chat",
                                "SUPABASE_URL", "https://p.supabase.co",
                                "SUPABASE_ANON_KEY", "sb_publishable_1",
                                "PUSHER_CLUSTER", "eu",
                                "PUSHER_APP_ID", "7",
                                "PUSHER_KEY", "k",
                                "PUSHER_SECRET", "s",
                                "WEBHOOK_SECRET", "w",
                                "PORT", "8080"));

        assertThat(EnvFormat.NEXT.write(settings(configuration)))
                .isEqualTo(
                        """
                        NEXT_PUBLIC_SUPABASE_URL=https://p.supabase.co
                        NEXT_PUBLIC_SUPABASE_ANON_KEY=sb_publishable_1
                        # SUPABASE_SERVICE_ROLE_KEY is missing: the project's secret key, in its settings
                        DATABASE_URL=postgresql://u:p%40ss@db.example:5432/chat
                        NEXT_PUBLIC_PUSHER_KEY=k
                        NEXT_PUBLIC_PUSHER_CLUSTER=eu
                        NEXT_PUBLIC_PUSHER_HOST=ws-eu.pusher.com
                        NEXT_PUBLIC_PUSHER_PORT=443
                        NEXT_PUBLIC_PUSHER_TLS=true
                        PUSHER_APP_ID=7
                        PUSHER_SECRET=s
                        WEBHOOK_SECRET=w
                        NEXT_PUBLIC_PARLEY_URL=http://127.0.0.1:8080
                        """);
    }

    @Test
    void every_variable_of_an_app_is_documented() throws IOException {
        var document = Files.readString(Path.of("../docs/configuration.md"));
        var section = document.substring(document.indexOf("## What an app needs"));

        assertThat(ClientVariable.of(settings(read(Map.of()))))
                .extracting(ClientVariable::name)
                .allSatisfy(name -> assertThat(section).contains("`" + name + "`"));
    }

    @Test
    void what_a_hosted_project_has_and_nobody_has_said_is_named() {
        var configuration = read(Map.of("SUPABASE_URL", "https://p.supabase.co"));

        assertThat(EnvFormat.NEXT.write(settings(configuration)))
                .contains("NEXT_PUBLIC_SUPABASE_URL=https://p.supabase.co\n")
                .contains("# NEXT_PUBLIC_SUPABASE_ANON_KEY is missing: set SUPABASE_ANON_KEY")
                .contains("# DATABASE_URL is missing: set DATABASE_URL")
                .doesNotContain("=\n", "127.0.0.1:54322");
    }

    @Test
    void vite_has_its_own_prefix_and_only_for_what_browsers_may_know() {
        var settings = settings(read(Map.of()));

        var names = EnvFormat.VITE.write(settings).replaceAll("=.*", "");

        assertThat(names)
                .isEqualTo(
                        """
                        VITE_SUPABASE_URL
                        VITE_SUPABASE_ANON_KEY
                        SUPABASE_SERVICE_ROLE_KEY
                        SUPABASE_JWT_SECRET
                        DATABASE_URL
                        VITE_PUSHER_KEY
                        VITE_PUSHER_HOST
                        VITE_PUSHER_PORT
                        VITE_PUSHER_TLS
                        PUSHER_APP_ID
                        PUSHER_SECRET
                        WEBHOOK_SECRET
                        VITE_PARLEY_URL
                        """);
    }

    @Test
    void plain_names_are_those_of_next_without_the_prefix() {
        var settings = settings(read(Map.of("SUPABASE_URL", "https://p.supabase.co")));

        assertThat(EnvFormat.DOTENV.write(settings))
                .isEqualTo(EnvFormat.NEXT.write(settings).replace("NEXT_PUBLIC_", ""))
                .contains("\nPUSHER_KEY=parley-key\n");
    }

    @Test
    void json_holds_the_same_under_plain_names_and_null_for_what_is_missing() throws IOException {
        var settings = settings(read(Map.of("SUPABASE_URL", "https://p.supabase.co")));

        var json = new ObjectMapper().readTree(EnvFormat.JSON.write(settings));

        assertThat(json.get("SUPABASE_URL").textValue()).isEqualTo("https://p.supabase.co");
        assertThat(json.get("PUSHER_PORT").textValue()).isEqualTo("6001");
        assertThat(json.get("SUPABASE_ANON_KEY").isNull()).isTrue();
        assertThat(json.get("PARLEY_URL").textValue()).isEqualTo("http://127.0.0.1:3001");
    }

    @Test
    void the_same_secret_always_gives_the_same_keys() {
        assertThat(settings(read(Map.of())).anonKey())
                .isEqualTo(settings(read(Map.of())).anonKey());
    }

    @Test
    void what_the_browser_reads_holds_no_secret() {
        var json = ConfigJson.of(settings(read(Map.of())));

        assertThat(json)
                .startsWith("{\"supabaseUrl\":\"http://127.0.0.1:54321\",\"supabaseAnonKey\":\"ey")
                .endsWith(
                        "\"pusherKey\":\"parley-key\",\"pusherHost\":\"127.0.0.1\",\"pusherPort\":6001,\"pusherTls\":false}")
                .doesNotContain("secret")
                .doesNotContain(SECRETS.pusher().reveal())
                .doesNotContain(SECRETS.jwt().reveal())
                .doesNotContain(SECRETS.webhook().reveal());
    }

    @Test
    void clients_are_told_when_private_rooms_are_encrypted_but_not_the_key() {
        var key = "zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU=";
        var settings = settings(read(Map.of("PUSHER_ENCRYPTION_MASTER_KEY", key)));

        assertThat(EnvFormat.NEXT.write(settings))
                .contains("NEXT_PUBLIC_PUSHER_ENCRYPTED=true\n")
                .doesNotContain(key);
        assertThat(ConfigJson.of(settings))
                .contains("\"pusherEncrypted\":true")
                .doesNotContain(key);
    }

    @Test
    void with_channels_beside_a_hosted_pusher_clients_use_the_hosted_one() {
        var configuration =
                read(
                        Map.of(
                                "CHANNELS", "on",
                                "PUSHER_CLUSTER", "eu",
                                "PUSHER_APP_ID", "7",
                                "PUSHER_KEY", "k",
                                "PUSHER_SECRET", "s"));

        assertThat(EnvFormat.NEXT.write(settings(configuration)))
                .contains("NEXT_PUBLIC_PUSHER_HOST=ws-eu.pusher.com\n");
        assertThat(Ports.configured(configuration).channels()).isEqualTo(6001);
    }

    private static Configuration read(Map<String, String> environment) {
        return Configuration.read(environment, RunMode.TOOL, _ -> SECRETS);
    }

    private static ClientSettings settings(Configuration configuration) {
        return ClientSettings.of(configuration, Ports.configured(configuration), "127.0.0.1");
    }
}
