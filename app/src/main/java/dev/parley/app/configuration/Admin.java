// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.protocol.Secret;
import java.util.Optional;

/// How the admin port is reached.
///
/// @param port TCP port, 0 for a free one
/// @param token what lets in; without it, only this machine looks, and nobody publishes
public record Admin(int port, Optional<Secret> token) {}
