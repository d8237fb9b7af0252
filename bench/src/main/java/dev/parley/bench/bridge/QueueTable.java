// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The unlogged tables of [HttpQueue] and the trigger that fills them. Owned by one thread.
final class QueueTable implements AutoCloseable {
    private static final List<String> SCHEMA =
            List.of(
                    "create schema bench",
                    "create unlogged table bench.queue (id bigserial primary key, body text not null)",
                    "create unlogged table bench.answers (id bigint, status int, error text)",
                    """
                    create function bench.enqueue() returns trigger
                    language plpgsql security definer set search_path = '' as $$
                    begin
                      insert into bench.queue (body) values (jsonb_build_object(
                        'type', tg_op, 'table', tg_table_name, 'schema', tg_table_schema,
                        'record', to_jsonb(new), 'old_record', null)::text);
                      return null;
                    end $$
                    """,
                    """
                    create trigger bench_hook after insert on public.messages
                    for each row execute function bench.enqueue()
                    """);
    private static final String TAKE =
            """
            delete from bench.queue where id in (select id from bench.queue order by id limit ?)
            returning id, body
            """;
    private static final String ANSWER =
            "insert into bench.answers (id, status, error) values (?, ?, ?)";

    private final Connection database;

    private QueueTable(Connection database) {
        this.database = database;
    }

    /// A request that waits.
    record Waiting(long id, String body) {}

    /// What became of a request.
    ///
    /// @param status of the response, 0 without one
    record Answer(long id, int status, @Nullable String error) {
        boolean isGood() {
            return status >= 200 && status < 300;
        }
    }

    /// Makes tables and trigger.
    static QueueTable make(Connection database) throws SQLException {
        try (var statement = database.createStatement()) {
            for (var sql : SCHEMA) {
                statement.execute(sql);
            }
        }
        database.setAutoCommit(false);
        return new QueueTable(database);
    }

    /// Begins a transaction with the removal of the oldest requests.
    List<Waiting> take(int most) throws SQLException {
        try (var delete = database.prepareStatement(TAKE)) {
            delete.setInt(1, most);
            var taken = new ArrayList<Waiting>();
            try (var rows = delete.executeQuery()) {
                while (rows.next()) {
                    taken.add(new Waiting(rows.getLong(1), rows.getString(2)));
                }
            }
            return taken;
        }
    }

    /// Commits that transaction with what became of the requests.
    void commit(List<Answer> answers) throws SQLException {
        try (var insert = database.prepareStatement(ANSWER)) {
            for (var answer : answers) {
                insert.setLong(1, answer.id());
                insert.setInt(2, answer.status());
                insert.setString(3, answer.error());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        database.commit();
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
