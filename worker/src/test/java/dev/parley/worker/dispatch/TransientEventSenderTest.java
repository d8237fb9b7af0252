// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.Change;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TransientEventSenderTest {
    private static final String BREAKS = "a room that breaks the sender";

    private final LinkedBlockingQueue<String> sent = new LinkedBlockingQueue<>();

    @Test
    void a_defect_while_sending_ends_nothing() throws InterruptedException {
        var sender =
                new TransientEventSender(
                        "parley-test",
                        InstantSource.system(),
                        due -> due.forEach(event -> send(event.room())));
        sender.start();

        sender.moved(new Change.CursorMoved(BREAKS, "ann", 1, 1));
        assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo(BREAKS);
        sender.moved(new Change.CursorMoved("another room", "ann", 1, 1));

        assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo("another room");
        sender.close();
    }

    private void send(String room) {
        sent.add(room);
        if (room.equals(BREAKS)) {
            throw new IllegalStateException("a defect");
        }
    }
}
