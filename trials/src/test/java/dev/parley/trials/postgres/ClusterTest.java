// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ClusterTest {
    @Test
    void a_copy_has_the_history_of_its_original() {
        try (var original = Cluster.running(Version.FAILOVER_17, Map.of())) {
            original.sql().execute("create table public.kept as select 7 as id");
            original.stop();
            try (var copy = original.copy()) {
                original.start();
                copy.start();

                assertThat(copy.sql().value("select id from public.kept")).isEqualTo("7");
                assertThat(copy.sql().value("select parley.epoch()"))
                        .isEqualTo(original.sql().value("select parley.epoch()"));
            }
        }
    }

    @Test
    @Tag("short")
    void what_was_committed_survives_a_crash_and_what_was_not_does_not() throws Exception {
        try (var cluster = Cluster.running()) {
            cluster.sql()
                    .execute(
                            "create table public.kept(id int); insert into public.kept values (7)");
            try (var open = cluster.sql().connect();
                    var statement = open.createStatement()) {
                open.setAutoCommit(false);
                statement.execute("insert into public.kept values (8)");

                cluster.restartImmediately();
            }

            assertThat(cluster.sql().value("select string_agg(id::text, ',') from public.kept"))
                    .isEqualTo("7");
            assertThat(cluster.log()).contains("not properly shut down");
            assertThat(cluster.sql().value("select to_regclass('public.room_events')"))
                    .as("migrated")
                    .isEqualTo("room_events");
        }
    }

    @Test
    void settings_count_from_the_next_start_and_sessions_can_be_ended() throws Exception {
        try (var cluster = Cluster.running(Version.EMBEDDED_18, Map.of("max_connections", "21"));
                var session = cluster.sql().connect()) {
            session.setClientInfo("ApplicationName", "victim");

            assertThat(cluster.killSessions("application_name = 'victim'")).isEqualTo(1);
            assertThat(session.isValid(1)).isFalse();

            cluster.settings(Map.of("wal_level", "replica"));
            cluster.stop();
            cluster.start();
            assertThat(
                            cluster.sql()
                                    .value(
                                            "select current_setting('wal_level') || current_setting('max_connections')"))
                    .isEqualTo("replica21");
        }
    }
}
