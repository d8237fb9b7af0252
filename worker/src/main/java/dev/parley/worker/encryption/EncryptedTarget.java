// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.encryption;

import dev.parley.protocol.MasterKey;
import dev.parley.worker.publish.Failure;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.publish.PublishException;
import dev.parley.worker.publish.Target;
import java.util.List;

/// A target to which the events of private rooms go encrypted, on the rooms' encrypted channels. Events of
/// public rooms go as they are. As thread-safe as the target behind it.
public final class EncryptedTarget implements Target {
    /// How large the data of an event may be for its encrypted form to fit the usual 10 kB.
    public static final int MAX_DATA_BYTES = 7_500;

    private static final int MAX_SEALED = 10 * 1024;

    private final Target target;
    private final PayloadEncryptor encryptor;

    /// @param target stays the caller's to close
    public EncryptedTarget(Target target, MasterKey masterKey) {
        this.target = target;
        this.encryptor = new PayloadEncryptor(masterKey);
    }

    @Override
    public String name() {
        return target.name();
    }

    @Override
    public int maxEvents() {
        return target.maxEvents();
    }

    @Override
    public void deliver(List<OutgoingEvent> events) throws PublishException, InterruptedException {
        target.deliver(events.stream().map(this::sealed).toList());
    }

    private OutgoingEvent sealed(OutgoingEvent event) {
        if (!RoomChannel.isPlainPrivate(event.channel())) {
            return event;
        }
        var channel = RoomChannel.encrypted(event.channel());
        var data = encryptor.encrypt(channel, event.data());
        if (data.length() > MAX_SEALED) {
            throw new PublishException(
                    new Failure.TooLarge(),
                    "the sealed event has " + data.length() + " bytes",
                    null);
        }
        return new OutgoingEvent(channel, event.name(), data, event.eventId());
    }
}
