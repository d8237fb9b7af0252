// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.protocol.Secret;
import java.util.Optional;

/// What a database webhook must show.
///
/// @param secret the shared secret
/// @param previous the secret before it, still taken while it is being replaced
/// @param isChosen whether the operator chose the secret
public record Webhook(Secret secret, Optional<Secret> previous, boolean isChosen) {}
