// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.database;

import static dev.parley.app.doctor.check.Complaint.CONNECT;
import static dev.parley.app.doctor.check.Complaint.LIVE;
import static dev.parley.app.doctor.check.Complaint.MISSING;

import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Deployment;
import dev.parley.database.Migrations;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// Whether our schema is whole: migrations, grants, row level security, triggers, functions, and rows that
/// agree with the log.
public final class SchemaChecks {
    private static final List<String> REACHABLE = List.of("database.reachable");
    private static final List<String> MIGRATED = List.of("database.migrations");

    /// Functions that the API roles may not execute, of those that clients call.
    private static final String NOT_GRANTED =
            """
            select string_agg(p.oid::regprocedure::text, ', ' order by p.proname)
              from pg_proc p
             where p.pronamespace = 'public'::regnamespace
               and p.proname in ('authorize_channel', 'create_room', 'delete_message', 'edit_message', 'join_room',
                 'leave_room', 'message_history', 'messages_page', 'my_mentions', 'my_rooms', 'my_threads', 'pin_message', 'pinned_messages', 'react',
                 'room_changes', 'room_snapshot', 'search_messages', 'send_message', 'set_cursor', 'set_thread_cursor', 'unpin_message', 'unreact')
               and not has_function_privilege('authenticated', p.oid, 'execute')
            """;

    /// What the API roles may read and must not.
    private static final String EXPOSED =
            """
            select string_agg(distinct format('%I.%I', n.nspname, c.relname), ', ')
              from pg_class c join pg_namespace n on n.oid = c.relnamespace,
                   unnest(array['anon', 'authenticated']) role
             where n.nspname = 'parley' and c.relkind in ('r', 'p', 'v')
               and has_schema_privilege(role, n.oid, 'usage') and has_table_privilege(role, c.oid, 'select')
            """;

    private static final String WITHOUT_RLS =
            """
            select string_agg(format('%I.%I', n.nspname, c.relname), ', ' order by c.relname)
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = 'public' and not c.relrowsecurity
               and c.relname in ('chat_rooms', 'messages', 'message_pins', 'message_reactions', 'room_participants', 'room_counters',
                 'room_cursors', 'room_events', 'profiles')
            """;

    private static final String WIDER_POLICIES =
            """
            select string_agg(format('"%s" on %s: %s', policy, "table", allows), '; ')
              from parley.foreign_policies()
            """;

    private static final String TRIGGERS_OFF =
            """
            select string_agg(format('%s on %s', t.tgname, t.tgrelid::regclass), ', ' order by t.tgname)
              from pg_trigger t
             where t.tgname like 'parley\\_%' and not t.tgisinternal and t.tgenabled not in ('O', 'A')
            """;

    /// The triggers without which a change is not numbered or not logged.
    private static final String TRIGGERS_GONE =
            """
            select string_agg(want.name || ' on ' || want.of, ', ' order by want.of, want.name)
              from (values ('public.messages', 'parley_number'), ('public.messages', 'parley_log_insert'),
                           ('public.messages', 'parley_renumber'), ('public.messages', 'parley_log_update'),
                           ('public.message_reactions', 'parley_number'), ('public.message_reactions', 'parley_log'),
                           ('public.message_reactions', 'parley_allow'), ('public.message_reactions', 'parley_truncate'),
                           ('public.room_participants', 'parley_log'), ('public.chat_rooms', 'parley_open'),
                           ('public.room_participants', 'parley_enter'), ('public.room_participants', 'parley_allow'),
                           ('public.room_participants', 'parley_consent'), ('public.room_participants', 'parley_settle'),
                           ('public.room_participants', 'parley_note_access'), ('public.room_participants', 'parley_note_mute'),
                           ('public.chat_rooms', 'parley_allow'), ('public.messages', 'parley_allow'),
                           ('public.messages', 'parley_truncate'), ('public.room_participants', 'parley_truncate'),
                           ('public.room_events', 'parley_truncate'), ('public.room_counters', 'parley_truncate')) want (of, name)
             where not exists (
               select from pg_trigger t where t.tgrelid = to_regclass(want.of) and t.tgname = want.name)
            """;

    private SchemaChecks() {}

    /// Returns them in their order.
    public static List<Check> all() {
        return List.of(
                new Check(
                        "database.migrations",
                        REACHABLE,
                        Set.of(LIVE, MISSING),
                        SchemaChecks::migrations),
                new Check("database.grants", MIGRATED, Set.of(CONNECT), SchemaChecks::grants),
                new Check("database.policies", MIGRATED, Set.of(), SchemaChecks::policies),
                new Check(
                        "database.triggers",
                        MIGRATED,
                        Set.of(LIVE, MISSING),
                        SchemaChecks::triggers),
                new Check(
                        "database.functions",
                        List.of("database.grants"),
                        Set.of(LIVE, CONNECT, MISSING),
                        FunctionCheck::look),
                new Check(
                        "database.consistency",
                        MIGRATED,
                        Set.of(LIVE, MISSING),
                        ConsistencyCheck::look));
    }

    private static Finding migrations(Deployment deployment) throws SQLException {
        var state = Migrations.compare(deployment.connection());
        if (!state.missing().isEmpty()) {
            return Finding.fail(
                    "%d of %d migrations are missing: %s"
                            .formatted(
                                    state.missing().size(),
                                    state.missing().size() + state.applied(),
                                    String.join(", ", state.missing())),
                    "run ./parley migrate with this DATABASE_URL (or supabase db push)");
        }
        return Finding.ok(state.applied() + " migrations applied");
    }

    private static Finding grants(Deployment deployment) throws SQLException {
        var refused = deployment.value(NOT_GRANTED);
        if (isAny(refused)) {
            return Finding.fail(
                    "signed-in people may not call " + refused,
                    "grant execute on function %s to anon, authenticated, service_role;"
                            .formatted(refused));
        }
        var exposed = deployment.value(EXPOSED);
        return isAny(exposed)
                ? Finding.fail(
                        "people may read the worker's own tables: " + exposed,
                        "revoke all on table %s from public, anon, authenticated;"
                                .formatted(exposed))
                : Finding.ok("people may call the functions and see no table of the worker");
    }

    private static Finding policies(Deployment deployment) throws SQLException {
        var open = deployment.value(WITHOUT_RLS);
        if (isAny(open)) {
            return Finding.fail(
                    "row level security is off for %s: everybody with a grant reads every row"
                            .formatted(open),
                    "alter table … enable row level security; for each of them");
        }
        var wider = deployment.value(WIDER_POLICIES);
        return isAny(wider)
                ? Finding.warn(
                        "policies that are not Parley's allow more than its own: " + wider,
                        "drop policy … on … takes one back, unless your app means it")
                : Finding.ok(
                        "row level security is on for every table, and no policy allows more than ours");
    }

    private static Finding triggers(Deployment deployment) throws SQLException {
        var gone = deployment.value(TRIGGERS_GONE);
        if (isAny(gone)) {
            return Finding.fail(
                    "triggers are missing, so changes do not reach the log: " + gone,
                    "restore them from supabase/migrations");
        }
        var off = deployment.value(TRIGGERS_OFF);
        return isAny(off)
                ? Finding.fail(
                        "triggers are switched off, so changes do not reach the log: " + off,
                        "alter table … enable trigger …; and see what switched them off (such as a restore with"
                                + " --disable-triggers)")
                : Finding.ok("every change is numbered and logged");
    }

    /// An aggregate over nothing is null, which arrives as this text.
    private static boolean isAny(String names) {
        return !names.equals("null");
    }
}
