// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import dev.parley.worker.capture.wal.WalMessage.Cell;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads `pgoutput` messages from bytes. Knows no socket and keeps no state.
///
/// Every message must be known and be read to its last byte: what is not understood stops the
/// stream instead of being guessed at.
final class WalDecoder {
    private static final int KEY_COLUMN = 1;
    private static final int NO_FLAGS = 0;
    private static final int TRUNCATE_OPTIONS = 3;

    private WalDecoder() {}

    /// Reads one message.
    ///
    /// @throws WalFormatException for an unknown, cut or overlong message
    static WalMessage decode(ByteBuffer bytes) {
        try {
            var message = message(bytes);
            if (bytes.hasRemaining()) {
                throw new WalFormatException(
                        bytes.remaining() + " bytes are left after " + message);
            }
            return message;
        } catch (BufferUnderflowException e) {
            throw new WalFormatException("a message of the log is cut short");
        }
    }

    private static WalMessage message(ByteBuffer bytes) {
        var type = (char) bytes.get();
        return switch (type) {
            case 'B' -> begin(bytes);
            case 'C' -> commit(bytes);
            case 'R' -> relation(bytes);
            case 'I' -> new WalMessage.Insert(bytes.getInt(), newRow(bytes, bytes.get()));
            case 'U' -> update(bytes);
            case 'D' -> delete(bytes);
            case 'T' -> truncate(bytes);
            case 'O' -> origin(bytes);
            case 'Y' -> type(bytes);
            case 'M' -> logical(bytes);
            default ->
                    throw new WalFormatException(
                            "the log has a message of unknown type 0x" + Integer.toHexString(type));
        };
    }

    private static WalMessage begin(ByteBuffer bytes) {
        var commit = new Lsn(bytes.getLong());
        skip(bytes, Long.BYTES + Integer.BYTES); // commit time, transaction id
        return new WalMessage.Begin(commit);
    }

    private static WalMessage commit(ByteBuffer bytes) {
        expect("commit flags", bytes.get(), NO_FLAGS);
        skip(bytes, Long.BYTES); // position of the commit record, known from the beginning
        var end = new Lsn(bytes.getLong());
        skip(bytes, Long.BYTES); // commit time
        return new WalMessage.Commit(end);
    }

    private static WalMessage relation(ByteBuffer bytes) {
        var id = bytes.getInt();
        var schema = text(bytes);
        var name = text(bytes);
        skip(bytes, Byte.BYTES); // replica identity
        var columns = new ArrayList<String>();
        for (var left = bytes.getShort(); left > 0; left--) {
            if ((bytes.get() & ~KEY_COLUMN) != 0) {
                throw new WalFormatException(
                        "a column of " + schema + "." + name + " has unknown flags");
            }
            columns.add(text(bytes));
            skip(bytes, Integer.BYTES + Integer.BYTES); // type, type modifier
        }
        return new WalMessage.Relation(id, schema.isEmpty() ? "pg_catalog" : schema, name, columns);
    }

    private static WalMessage update(ByteBuffer bytes) {
        var relation = bytes.getInt();
        var part = bytes.get();
        if (part == 'K' || part == 'O') {
            row(bytes); // the old key or row, of no use here
            part = bytes.get();
        }
        return new WalMessage.Update(relation, newRow(bytes, part));
    }

    private static WalMessage delete(ByteBuffer bytes) {
        var relation = bytes.getInt();
        var part = bytes.get();
        if (part != 'K' && part != 'O') {
            throw new WalFormatException("a delete carries part 0x" + Integer.toHexString(part));
        }
        row(bytes);
        return new WalMessage.Delete(relation);
    }

    private static WalMessage truncate(ByteBuffer bytes) {
        var count = bytes.getInt();
        if ((bytes.get() & ~TRUNCATE_OPTIONS) != 0 || count < 0 || count > bytes.remaining()) {
            throw new WalFormatException("a truncate has unknown options");
        }
        var relations = new ArrayList<Integer>();
        for (var left = count; left > 0; left--) {
            relations.add(bytes.getInt());
        }
        return new WalMessage.Truncate(relations);
    }

    private static WalMessage origin(ByteBuffer bytes) {
        skip(bytes, Long.BYTES);
        text(bytes);
        return new WalMessage.Aside();
    }

    private static WalMessage type(ByteBuffer bytes) {
        skip(bytes, Integer.BYTES);
        text(bytes);
        text(bytes);
        return new WalMessage.Aside();
    }

    private static WalMessage logical(ByteBuffer bytes) {
        skip(bytes, Byte.BYTES + Long.BYTES); // transactional or not, position
        text(bytes);
        skip(bytes, bytes.getInt());
        return new WalMessage.Aside();
    }

    private static List<Cell> newRow(ByteBuffer bytes, byte part) {
        expect("part of a row", part, 'N');
        return row(bytes);
    }

    private static List<Cell> row(ByteBuffer bytes) {
        var cells = new ArrayList<Cell>();
        for (var left = bytes.getShort(); left > 0; left--) {
            var kind = (char) bytes.get();
            cells.add(
                    switch (kind) {
                        case 'n' -> new Cell.Null();
                        case 'u' -> new Cell.Unchanged();
                        case 't' -> new Cell.Text(utf8(bytes, bytes.getInt()));
                        default ->
                                throw new WalFormatException(
                                        "a cell is of unknown kind 0x" + Integer.toHexString(kind));
                    });
        }
        return cells;
    }

    /// Reads text that ends with a zero byte.
    private static String text(ByteBuffer bytes) {
        var end = bytes.position();
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        var text = utf8(bytes, end - bytes.position());
        skip(bytes, Byte.BYTES);
        return text;
    }

    private static String utf8(ByteBuffer bytes, int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        var slice = bytes.slice(bytes.position(), length);
        skip(bytes, length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
        } catch (CharacterCodingException e) {
            throw new WalFormatException("a text of the log is not UTF-8");
        }
    }

    private static void skip(ByteBuffer bytes, int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        bytes.position(bytes.position() + length);
    }

    private static void expect(String what, byte found, int wanted) {
        if (found != wanted) {
            throw new WalFormatException(what + " is 0x" + Integer.toHexString(found));
        }
    }
}
