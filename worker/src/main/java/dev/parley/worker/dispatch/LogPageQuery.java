// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.capture.Change;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads on in the logs of some rooms with one statement, and so from one moment: every row up to the
/// head it sees is seen, too.
///
/// @param target whose positions count where none is given
/// @param epoch the epoch of those positions
/// @param rows how many to read of one room at most
record LogPageQuery(String target, String epoch, int rows) {
    /// Data over 8 kB does not come: its event only tells clients to fetch it.
    private static final String SQL =
            """
            select at.n, coalesce(at.after, b.published_rev, 0), c.last_rev, e.rev, e.kind, e.channel, e.data, e.created_at
            from unnest(?::parley.room_id[], ?::bigint[]) with ordinality at (room_id, after, n)
            left join parley.bridge_cursors b
              on b.target = ? and b.room_id = at.room_id and b.epoch = ?
            left join public.room_counters c on c.room_id = at.room_id
            left join lateral (
              select r.rev, r.kind, r.channel, r.created_at,
                     case when octet_length(r.data::text) <= 8192 then r.data::text else 'null' end as data
              from public.room_events r
              where r.room_id = at.room_id and r.rev > coalesce(at.after, b.published_rev, 0)
              order by r.rev limit ?) e on true
            order by at.n, e.rev
            """;

    private static final int NUMBER = 1;
    private static final int FROM = 2;
    private static final int HEAD = 3;
    private static final int REV = 4;
    private static final int KIND = 5;
    private static final int CHANNEL = 6;
    private static final int DATA = 7;
    private static final int CREATED_AT = 8;

    /// Returns a page for each place, in their order.
    List<LogPage> read(Connection connection, List<ReadPosition> positions) throws SQLException {
        try (var query = connection.prepareStatement(SQL)) {
            bind(query, positions);
            try (var found = query.executeQuery()) {
                var pages = new ArrayList<LogPage>(positions.size());
                var more = found.next();
                while (more) {
                    var number = found.getInt(NUMBER);
                    var page = new Builder(positions.get(number - 1).room(), found);
                    while (more && found.getInt(NUMBER) == number) {
                        page.add(found);
                        more = found.next();
                    }
                    pages.add(page.build());
                }
                return pages;
            }
        }
    }

    private void bind(PreparedStatement query, List<ReadPosition> positions) throws SQLException {
        var connection = query.getConnection();
        var rooms = positions.stream().map(ReadPosition::room).toArray();
        var after =
                positions.stream().map(ReadPosition::after).map(LogPageQuery::nullable).toArray();
        query.setArray(1, connection.createArrayOf("text", rooms));
        query.setArray(2, connection.createArrayOf("bigint", after));
        query.setString(3, target);
        query.setString(4, epoch);
        query.setInt(5, rows);
    }

    private static @Nullable Long nullable(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    /// The page of one room, row by row.
    private final class Builder {
        private final String room;
        private final long from;
        private final long head;
        private final boolean gone;
        private final List<NumberedEvent> events = new ArrayList<>();

        Builder(String room, ResultSet row) throws SQLException {
            this.room = room;
            this.from = row.getLong(FROM);
            this.head = row.getLong(HEAD);
            this.gone = row.wasNull();
        }

        /// Takes a row; the only one of a room without news has no event.
        void add(ResultSet row) throws SQLException {
            var rev = row.getLong(REV);
            if (!row.wasNull()) {
                var appended =
                        new Change.Appended(
                                room,
                                rev,
                                row.getString(KIND),
                                row.getString(CHANNEL),
                                row.getString(DATA),
                                row.getObject(CREATED_AT, OffsetDateTime.class).toInstant());
                events.add(EventFactory.of(appended, epoch));
            }
        }

        LogPage build() {
            var last = events.isEmpty() ? from : events.getLast().rev();
            return new LogPage(
                    from, events, head, events.size() == rows ? last : Math.max(last, head), gone);
        }
    }
}
