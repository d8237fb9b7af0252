// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import dev.parley.channels.config.WebhookEndpoint;
import java.time.Duration;

/// One endpoint at work: who hears for it, what waits for it, and who brings it there.
///
/// @param appId the app that is told of
/// @param endpoint what is told, and where
/// @param webhookSubscription offers the events
/// @param outbox holds them
/// @param sender brings them, on `thread`
/// @param thread ends when the outbox is closed and empty
record EndpointWorker(
        String appId,
        WebhookEndpoint endpoint,
        WebhookSubscription webhookSubscription,
        Outbox outbox,
        WebhookSender sender,
        Thread thread) {
    /// Takes no more events; what waits is brought or given up as ever, within five minutes.
    void retire() {
        sender.retire();
        outbox.close();
    }

    /// Waits until everything was brought or given up.
    ///
    /// @param patience how long to wait
    void await(Duration patience) throws InterruptedException {
        thread.join(patience);
    }
}
