// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/// Does in small steps, while the app goes on, what a migration of full tables would lock them for.
///
/// Every message gets its number, and the indexes over all messages are made. What the app writes in the
/// meantime is left to the migration itself, which numbers the rest. Each step looks first whether it
/// was done: a preparation that was ended at any point is begun again, and goes on from there.
public final class OnlinePreparation {
    /// Tables of an app that Parley will widen, none of which it has made yet.
    private static final String IS_DUE =
            """
            select to_regclass('public.room_counters') is null and exists (
              select from pg_class c
               where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
                 and c.relname in ('chat_rooms', 'messages', 'room_participants', 'profiles'))
            """;

    /// In the order of the references. Of the accounts only a trigger is wanted, and no more than a role may.
    private static final String LOCKS =
            """
            select string_agg(format('lock table %I.%I in %s mode', n.nspname, c.relname,
                                case n.nspname when 'auth' then 'share row exclusive' else 'access exclusive' end),
                              '; ' order by n.nspname,
                              array_position(array['profiles', 'chat_rooms', 'room_participants', 'messages'], c.relname::text))
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind = 'r'
               and (n.nspname = 'auth' and c.relname = 'users' and has_table_privilege(c.oid, 'update, delete, truncate')
                    or n.nspname = 'public' and c.relname in ('chat_rooms', 'messages', 'room_participants', 'profiles'))
            """;

    private static final String ID_TYPE =
            """
            select format_type(a.atttypid, a.atttypmod) from pg_attribute a
             where a.attrelid = 'public.messages'::regclass and a.attname = 'id'
            """;

    private static final String HAS_MESSAGES = "select to_regclass('public.messages') is not null";

    private final Connection connection;
    private final PatientLock locks;
    private final Consumer<String> progress;

    /// @param connection in auto-commit, as the owner of the tables
    /// @param progress told of each step, a sentence without a full stop
    public OnlinePreparation(Connection connection, PatientLock locks, Consumer<String> progress) {
        this.connection = connection;
        this.locks = locks;
        this.progress = progress;
    }

    /// Returns whether a database has tables of an app that our migrations have not widened yet.
    public static boolean isDue(Connection connection) throws SQLException {
        return SingleAnswer.flag(connection, IS_DUE);
    }

    /// Returns the statements that lock all that the migrations touch, so that nothing is waited for once they run.
    public static String locks(Connection connection) throws SQLException {
        return SingleAnswer.text(connection, LOCKS);
    }

    /// Runs all steps.
    public void run() throws SQLException {
        if (!SingleAnswer.flag(connection, HAS_MESSAGES)) {
            return;
        }
        locks.run(
                "alter table public.messages"
                        + " add column if not exists seq bigint, add column if not exists rev bigint,"
                        + " add column if not exists thread_root "
                        + SingleAnswer.text(connection, ID_TYPE));
        new MessageNumbering(connection, locks, progress).run();
        new ConcurrentIndexes(connection, progress).make();
    }
}
