// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.webhook;

import dev.parley.protocol.Secret;
import java.util.Optional;
import java.util.stream.Stream;

/// Who may call the webhook.
///
/// @param secret what callers must show
/// @param previous what they may show until everybody has the new one; empty when there was none
/// @param openLocally whether programs of this machine need to show nothing
public record WebhookConfig(Secret secret, Optional<Secret> previous, boolean openLocally) {
    /// Refuses empty secrets.
    public WebhookConfig {
        if (secret.reveal().isEmpty() || previous.filter(s -> s.reveal().isEmpty()).isPresent()) {
            throw new IllegalArgumentException("the webhook secret is empty");
        }
    }

    /// Has everybody show a secret.
    public WebhookConfig(Secret secret, Optional<Secret> previous) {
        this(secret, previous, false);
    }

    /// Returns whether a caller showed the right secret, in time that does not depend on which, or may
    /// call without one.
    ///
    /// @param shown what the caller showed; empty for nothing
    /// @param isLocal whether the caller is a program of this machine
    boolean accepts(String shown, boolean isLocal) {
        if (shown.isEmpty()) {
            return openLocally && isLocal;
        }
        // both are compared, whatever the first comparison says
        return Stream.of(secret, previous.orElse(secret)).filter(s -> s.matches(shown)).count() > 0;
    }
}
