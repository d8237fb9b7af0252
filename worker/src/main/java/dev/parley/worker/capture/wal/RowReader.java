// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import dev.parley.worker.capture.Change;
import dev.parley.worker.capture.wal.WalMessage.Cell;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Turns rows of the log into changes; remembers the tables of one stream. Owned by the thread that
/// reads the stream.
final class RowReader {
    /// How PostgreSQL writes a `timestamptz` in `DateStyle` ISO, which the driver insists on.
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .appendLiteral(' ')
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .appendOffset("+HH:mm:ss", "Z")
                    .toFormatter(Locale.ROOT);

    private final Map<Integer, WalMessage.Relation> relations = new HashMap<>();

    void learn(WalMessage.Relation relation) {
        relations.put(relation.id(), relation);
    }

    /// Reads an inserted row; empty for a table nobody asked about.
    Optional<Change> inserted(WalMessage.Insert insert) {
        var row = row(insert.relation(), insert.row());
        return switch (row.table()) {
            case "public.room_events" -> Optional.of(appended(row));
            case "public.room_cursors" -> Optional.of(moved(row));
            default -> Optional.empty();
        };
    }

    /// Reads an updated row; empty for a table nobody asked about. That a deleted text is taken out of the log is told by an event of its own.
    Optional<Change> updated(WalMessage.Update update) {
        var row = row(update.relation(), update.row());
        return row.table().equals("public.room_cursors")
                ? Optional.of(moved(row))
                : Optional.empty();
    }

    private Row row(int relation, List<Cell> cells) {
        var table = relations.get(relation);
        if (table == null) {
            throw new WalFormatException("the log has a row of the undescribed table " + relation);
        }
        if (table.columns().size() != cells.size()) {
            throw new WalFormatException(
                    "a row of %s has %d cells, must be %d"
                            .formatted(table.name(), cells.size(), table.columns().size()));
        }
        return new Row(table, cells);
    }

    /// A room has two channels: a byte of the room's id or of the channel that was changed on the way is
    /// noticed.
    private static Change appended(Row row) {
        var room = row.text("room_id");
        var channel = row.text("channel");
        if (!channel.equals("room-" + room) && !channel.equals("private-room-" + room)) {
            throw new WalFormatException(
                    "%s names room %s and channel %s in the log"
                            .formatted(row.table(), room, channel));
        }
        return new Change.Appended(
                room,
                row.number("rev"),
                row.text("kind"),
                channel,
                row.text("data"),
                row.time("created_at"));
    }

    private static Change moved(Row row) {
        return new Change.CursorMoved(
                row.text("room_id"),
                row.text("user_id"),
                row.number("read_seq"),
                row.number("delivered_seq"));
    }

    /// The cells of a row by name.
    private record Row(WalMessage.Relation relation, List<Cell> cells) {
        String table() {
            return relation.schema() + "." + relation.name();
        }

        String text(String column) {
            var index = relation.columns().indexOf(column);
            if (index < 0) {
                throw new WalFormatException(table() + " has no column " + column + " in the log");
            }
            return switch (cells.get(index)) {
                case Cell.Text(var value) -> value;
                case Cell.Null _, Cell.Unchanged _ ->
                        throw new WalFormatException(
                                table() + "." + column + " has no value in the log");
            };
        }

        long number(String column) {
            try {
                return Long.parseLong(text(column));
            } catch (NumberFormatException e) {
                throw new WalFormatException(table() + "." + column + " is no number in the log");
            }
        }

        Instant time(String column) {
            try {
                return TIME.parse(text(column), Instant::from);
            } catch (DateTimeParseException e) {
                throw new WalFormatException(table() + "." + column + " is no time in the log");
            }
        }
    }
}
