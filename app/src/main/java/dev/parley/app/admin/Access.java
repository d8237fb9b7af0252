// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import dev.parley.protocol.Secret;
import java.util.Optional;

/// Who may come in.
///
/// @param bindAddress the address that is listened on
/// @param loopback whether only this machine reaches it
/// @param token what lets in from elsewhere, and what lets publish
public record Access(String bindAddress, boolean loopback, Optional<Secret> token) {}
