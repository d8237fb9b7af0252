// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.database.Migrations;
import dev.parley.database.embedded.EmbeddedDatabase;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class DemoPeopleTest {
    @Test
    void demo_people_do_not_leave_this_machine() throws Exception {
        try (var database = EmbeddedDatabase.temporary()) {
            var url = database.url();
            Migrations.apply(url);
            assertThatCode(() -> DemoPeople.refuse(url, "0.0.0.0")).doesNotThrowAnyException();
            Migrations.seed(url);

            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> DemoPeople.refuse(url, "0.0.0.0"))
                    .withMessageStartingWith("BIND_ADDRESS is 0.0.0.0")
                    .withMessageContaining("ada@example.com, ");

            try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login());
                    var statement = connection.createStatement()) {
                statement.execute("update auth.users set encrypted_password = 'changed'");
            }
            assertThatCode(() -> DemoPeople.refuse(url, "0.0.0.0"))
                    .as("with passwords of their own")
                    .doesNotThrowAnyException();
        }
    }
}
