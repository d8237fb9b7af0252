// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.mail;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Keeps the last mails in memory, where a developer reads them in place of the people. Thread-safe.
public final class Inbox implements Mailer {
    private static final int MAX_KEPT = 100;

    private final InstantSource clock;

    @GuardedBy("this")
    private final Deque<Received> kept = new ArrayDeque<>();

    /// @param clock when mails come
    public Inbox(InstantSource clock) {
        this.clock = clock;
    }

    /// A mail that came.
    ///
    /// @param at when
    /// @param mail what
    public record Received(Instant at, Mail mail) {}

    /// Returns the last 100 mails, the newest first.
    public synchronized List<Received> mails() {
        return List.copyOf(kept);
    }

    @Override
    public Delivery open() {
        return new Delivery() {
            @Override
            public void send(Mail mail) {
                keep(mail);
            }

            @Override
            public void close() {
                // nothing was opened
            }
        };
    }

    private synchronized void keep(Mail mail) {
        if (kept.size() >= MAX_KEPT) {
            kept.removeLast();
        }
        kept.addFirst(new Received(clock.instant(), mail));
    }
}
