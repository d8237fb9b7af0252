// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker;

import dev.parley.database.DatabaseUrl;
import dev.parley.worker.authorization.AuthorizationConfig;
import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.dispatch.DispatchConfig;
import dev.parley.worker.webhook.ForwardConfig;
import dev.parley.worker.webhook.WebhookConfig;
import java.time.Duration;
import java.util.Optional;

/// Everything the worker is told.
///
/// @param mode how it learns what to publish
/// @param database the database; empty when there is only the webhook
/// @param authorization how people are let into channels
/// @param webhook who may call the webhook
/// @param forward what is published of what webhooks tell, in `forward` mode
/// @param capture how changes are captured
/// @param dispatch bounds and rhythms of publishing
/// @param retention how old rows of the log grow before they are removed; empty for never
/// @param legacyChannel whether private rooms are published on `room-{id}`, too, where whoever knows a
///     room's id hears them
public record WorkerConfig(
        CaptureMode mode,
        Optional<DatabaseUrl> database,
        AuthorizationConfig authorization,
        WebhookConfig webhook,
        ForwardConfig forward,
        CaptureConfig capture,
        DispatchConfig dispatch,
        Optional<Duration> retention,
        boolean legacyChannel) {
    private static final Duration USUAL_RETENTION = Duration.ofDays(7);

    /// Refuses a mode that needs a database when there is none.
    public WorkerConfig {
        if (database.isEmpty() && (mode == CaptureMode.WAL || mode == CaptureMode.POLL)) {
            throw new IllegalArgumentException(
                    "capture is %s, which needs a database, but none is set".formatted(mode));
        }
    }

    /// Returns a configuration with the usual bounds and rhythms.
    public static WorkerConfig of(
            CaptureMode mode,
            Optional<DatabaseUrl> database,
            AuthorizationConfig authorization,
            WebhookConfig webhook) {
        return new WorkerConfig(
                mode,
                database,
                authorization,
                webhook,
                ForwardConfig.defaults(),
                CaptureConfig.defaults(),
                DispatchConfig.defaults(),
                Optional.of(USUAL_RETENTION),
                false);
    }

    /// Returns the same, publishing something else of what webhooks tell.
    public WorkerConfig withForward(ForwardConfig other) {
        return new WorkerConfig(
                mode,
                database,
                authorization,
                webhook,
                other,
                capture,
                dispatch,
                retention,
                legacyChannel);
    }

    /// Returns the same, capturing in another manner.
    public WorkerConfig withCapture(CaptureConfig other) {
        return new WorkerConfig(
                mode,
                database,
                authorization,
                webhook,
                forward,
                other,
                dispatch,
                retention,
                legacyChannel);
    }

    /// Returns the same, publishing private rooms to apps from before or not.
    public WorkerConfig withLegacyChannel(boolean other) {
        return new WorkerConfig(
                mode,
                database,
                authorization,
                webhook,
                forward,
                capture,
                dispatch,
                retention,
                other);
    }

    /// Returns the same, keeping the log for another time.
    public WorkerConfig withRetention(Optional<Duration> other) {
        return new WorkerConfig(
                mode,
                database,
                authorization,
                webhook,
                forward,
                capture,
                dispatch,
                other,
                legacyChannel);
    }
}
