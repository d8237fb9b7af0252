package dev.parley.worker.webhook;

import dev.parley.protocol.Secret;
import java.util.Optional;
import java.util.stream.Stream;

/// Who may call the webhook.
///
/// @param secret what callers must show
/// @param previous what they may show until everybody has the new one; empty when there was none
public record WebhookConfig(Secret secret, Optional<Secret> previous) {
    /// Refuses empty secrets.
    public WebhookConfig {
        if (secret.reveal().isEmpty() || previous.filter(s -> s.reveal().isEmpty()).isPresent()) {
            throw new IllegalArgumentException("the webhook secret is empty");
        }
    }

    /// Says whether a caller showed the right secret, in time that does not depend on which.
    boolean accepts(String shown) {
        // both are compared, whatever the first comparison says
        return Stream.of(secret, previous.orElse(secret)).filter(s -> s.matches(shown)).count() > 0;
    }
}
