package dev.parley.channels.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.meter.Uncounted;
import dev.parley.protocol.ChannelName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/// A turn of a loop in which something fails that never should.
class MailboxTest {
    private static final ChannelName NEWS = ChannelName.parse("news", 164);

    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final Mailbox mailbox =
            new Mailbox(turns::add, UnpooledByteBufAllocator.DEFAULT, Uncounted.METERS);
    private final Rooms rooms =
            new Rooms(new Customs(() -> Settings.of(false), () -> Instant.EPOCH, null));

    @Test
    void a_call_that_fails_keeps_nothing_else_from_happening() {
        var seat = seated();

        mailbox.call(() -> {
            throw new IllegalStateException("a defect");
        });
        rooms.publish(NEWS, "e", "", null);
        runTurns();

        assertThat(seat.takeWrites()).containsExactly("e");
        assertThat(seat.isAbandoned()).isFalse();
    }

    @Test
    void a_connection_that_cannot_be_written_to_is_ended_and_the_others_are_served() {
        var before = seated();
        var broken = new Broken(mailbox);
        rooms.join(NEWS, broken, null);
        var after = seated();

        rooms.publish(NEWS, "e", "", null);
        runTurns();
        rooms.publish(NEWS, "f", "", null);
        runTurns();

        assertThat(before.takeWrites()).containsExactly("e", "f");
        assertThat(after.takeWrites()).containsExactly("e", "f");
        assertThat(broken.abandoned).isPositive();
        assertThat(before.isAbandoned()).isFalse();
    }

    @Test
    void a_flush_that_fails_ends_its_connection_only() {
        var broken = new Broken(mailbox);
        mailbox.flushLater(broken);
        var seat = seated();
        int flushes = seat.flushes();

        mailbox.flushLater(broken);
        rooms.publish(NEWS, "e", "", null);
        runTurns();

        assertThat(seat.flushes()).isEqualTo(flushes + 1);
        assertThat(broken.abandoned).isPositive();
    }

    private RecordedSeat seated() {
        var seat = new RecordedSeat(mailbox);
        rooms.join(NEWS, seat, null);
        runTurns();
        seat.takeWrites();
        return seat;
    }

    private void runTurns() {
        while (!turns.isEmpty()) {
            turns.removeFirst().run();
        }
    }

    private static final class Broken implements Seat {
        private final Mailbox mailbox;
        private int abandoned;

        Broken(Mailbox mailbox) {
            this.mailbox = mailbox;
        }

        @Override
        public Mailbox mailbox() {
            return mailbox;
        }

        @Override
        public void write(ByteBuf frames) {
            frames.release();
            throw new IllegalStateException("a defect");
        }

        @Override
        public void flush() {
            throw new IllegalStateException("a defect");
        }

        @Override
        public void abandon() {
            abandoned++;
        }
    }
}
