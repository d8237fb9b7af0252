// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import java.util.List;
import java.util.Optional;

/// A WebSocket that wants to be admitted.
///
/// @param path the decoded path it was opened at, the server's prefix taken off
/// @param version the `protocol` parameter, if given
/// @param origins every `Origin` header: none from a client that is no browser
/// @param secure whether it came over TLS
public record ConnectionRequest(
        String path, Optional<String> version, List<String> origins, boolean secure) {}
