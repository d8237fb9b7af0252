package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.LocalSecrets;
import dev.parley.app.configuration.Purpose;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DotenvTest {
    private static final LocalSecrets SECRETS = LocalSecrets.random();

    @Test
    void local_settings_are_complete() {
        var configuration = read(Map.of());

        var lines = Dotenv.lines(settings(configuration));

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

        assertThat(Dotenv.lines(settings(configuration)))
                .isEqualTo(
                        """
                        NEXT_PUBLIC_SUPABASE_URL=https://p.supabase.co
                        NEXT_PUBLIC_SUPABASE_ANON_KEY=sb_publishable_1
                        # SUPABASE_SERVICE_ROLE_KEY is missing: the project's secret key, in its settings
                        DATABASE_URL=postgresql://u:p%40ss@db.example:5432/chat
                        NEXT_PUBLIC_PUSHER_KEY=k
                        NEXT_PUBLIC_PUSHER_HOST=ws-eu.pusher.com
                        NEXT_PUBLIC_PUSHER_PORT=443
                        PUSHER_APP_ID=7
                        PUSHER_SECRET=s
                        WEBHOOK_SECRET=w
                        NEXT_PUBLIC_PARLEY_URL=http://127.0.0.1:8080
                        """);
    }

    @Test
    void what_a_hosted_project_has_and_nobody_has_said_is_named() {
        var configuration = read(Map.of("SUPABASE_URL", "https://p.supabase.co"));

        assertThat(Dotenv.lines(settings(configuration)))
                .contains("NEXT_PUBLIC_SUPABASE_URL=https://p.supabase.co\n")
                .contains("# NEXT_PUBLIC_SUPABASE_ANON_KEY is missing: set SUPABASE_ANON_KEY")
                .contains("# DATABASE_URL is missing: set DATABASE_URL")
                .doesNotContain("=\n", "127.0.0.1:54322");
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

        assertThat(Dotenv.lines(settings))
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

        assertThat(Dotenv.lines(settings(configuration)))
                .contains("NEXT_PUBLIC_PUSHER_HOST=ws-eu.pusher.com\n");
        assertThat(Ports.configured(configuration).channels()).isEqualTo(6001);
    }

    private static Configuration read(Map<String, String> environment) {
        return Configuration.read(environment, Purpose.TOOL, _ -> SECRETS);
    }

    private static ClientSettings settings(Configuration configuration) {
        return ClientSettings.of(configuration, Ports.configured(configuration), "127.0.0.1");
    }
}
