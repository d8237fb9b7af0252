// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.SlotSettings;
import dev.parley.app.configuration.Supabase;
import dev.parley.database.DatabaseUrl;
import dev.parley.worker.WorkerConfig;
import dev.parley.worker.authorization.AuthorizationConfig;
import dev.parley.worker.authorization.ProjectApi;
import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.webhook.ForwardConfig;
import dev.parley.worker.webhook.WebhookConfig;
import java.util.Optional;

/// What the worker is told, out of what the operator has set.
final class WorkerSettings {
    private WorkerSettings() {}

    /// @param database the database; empty only when capturing by webhooks
    static WorkerConfig of(Configuration configuration, Optional<DatabaseUrl> database) {
        var webhook = configuration.webhook();
        return WorkerConfig.of(
                        configuration.capture(),
                        database,
                        authorization(configuration).encrypting(configuration.encryption()),
                        new WebhookConfig(
                                webhook.secret(),
                                webhook.previous(),
                                !webhook.isChosen() && configuration.isLoopback()))
                .withForward(new ForwardConfig(configuration.forwarding().schema()))
                .withLegacyChannel(configuration.forwarding().legacyChannel())
                .withCapture(capture(configuration.slot()))
                .withRetention(configuration.retention());
    }

    private static CaptureConfig capture(SlotSettings slot) {
        return CaptureConfig.defaults()
                .named(slot.name(), slot.publication())
                .withMaxUnconfirmedBytes(slot.lagBytes());
    }

    private static AuthorizationConfig authorization(Configuration configuration) {
        var credentials = configuration.pusher().credentials();
        var watchlist = configuration.pusher().watchlist();
        return switch (configuration.supabase()) {
            case Supabase.Local local ->
                    new AuthorizationConfig(
                            credentials,
                            Optional.of(local.jwtSecret()),
                            Optional.empty(),
                            Optional.empty(),
                            watchlist);
            case Supabase.Hosted hosted ->
                    new AuthorizationConfig(
                            credentials,
                            hosted.jwtSecret(),
                            Optional.of(hosted.tokenIssuer()),
                            hosted.anonKey().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(new ProjectApi(hosted.url(), hosted.anonKey())),
                            watchlist);
        };
    }
}
