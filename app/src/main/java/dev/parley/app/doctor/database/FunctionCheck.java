// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.database;

import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Deployment;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether the functions that clients call do what they are for: each is called once, as somebody who has
/// an account, in a transaction that is rolled back. A renamed column or function shows only then.
///
/// A refusal by a rule (a limit, a policy, a key) is an answer; that a name is unknown is none.
final class FunctionCheck {
    private static final Pattern RULES = Pattern.compile("PT.*|42501|23.*");

    private static final Pattern NAME = Pattern.compile("public\\.(\\w+)");

    /// In the order in which a person would; each on the room that the first one makes.
    private static final List<String> CALLS =
            List.of(
                    "set_config('parley.room',"
                            + " public.create_room('parley doctor', 'a room of the doctor', 'public') ->> 'id', true)",
                    "public.join_room(%1$s)",
                    "public.my_rooms()",
                    "public.send_message(gen_random_uuid(), %1$s, 'Is anybody there?')",
                    "public.messages_page(%1$s)",
                    "public.search_messages('anybody', %1$s)",
                    "public.room_snapshot(%1$s)",
                    "public.room_changes(%1$s, 0)",
                    "public.set_cursor(%1$s, 1)",
                    "public.authorize_channel('presence-room-' || %1$s)",
                    "public.authorize_user()",
                    "public.leave_room(%1$s)");

    private static final String ROOM =
            "nullif(current_setting('parley.room', true), '')::parley.room_id";

    private static final String SOMEBODY = "select id from public.profiles limit 1";

    private FunctionCheck() {}

    static Finding look(Deployment deployment) throws SQLException {
        var person = deployment.value(SOMEBODY);
        if (person.isEmpty()) {
            return Finding.skip("nobody has an account yet");
        }
        var connection = deployment.connection();
        connection.setAutoCommit(false);
        try {
            var broken = broken(connection, person);
            return broken.isEmpty()
                    ? Finding.ok("every function of the client API answers")
                    : Finding.fail(
                            "functions that clients call fail: " + String.join("; ", broken),
                            "something they use was renamed, dropped or replaced: undo that, or restore it from"
                                    + " supabase/migrations");
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static List<String> broken(Connection connection, String person) throws SQLException {
        var broken = new ArrayList<String>();
        try (var statement = connection.createStatement()) {
            statement.execute(
                    """
                    select set_config('request.jwt.claims', '{"sub": "%s", "role": "authenticated"}', true),
                           set_config('role', 'authenticated', true)
                    """
                            .formatted(person));
            for (var call : CALLS) {
                failure(connection, statement, "select " + call.formatted(ROOM))
                        .ifPresent(said -> broken.add(name(call) + ": " + said));
            }
        }
        return broken;
    }

    private static Optional<String> failure(Connection connection, Statement statement, String call)
            throws SQLException {
        var before = connection.setSavepoint();
        try {
            statement.execute(call);
            return Optional.empty();
        } catch (SQLException e) {
            connection.rollback(before);
            if (RULES.matcher(String.valueOf(e.getSQLState())).matches()) {
                return Optional.empty();
            }
            return Optional.of(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"));
        }
    }

    private static String name(String call) {
        return NAME.matcher(call).results().map(found -> found.group(1)).findFirst().orElse(call);
    }
}
