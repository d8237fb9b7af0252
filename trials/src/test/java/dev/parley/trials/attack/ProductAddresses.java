// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/// Where the parts of the product answer, and its public keys: what any page may know.
///
/// @param page of the worker's port
/// @param gateway of Supabase's API
/// @param sockets of the Pusher-compatible server, with the app's path
record ProductAddresses(URI page, URI gateway, URI sockets, String anonKey) {
    /// @param config what `/config.json` answers
    static ProductAddresses of(URI page, JsonNode config) {
        return new ProductAddresses(
                page,
                URI.create(config.path("supabaseUrl").asText()),
                URI.create(
                        "ws://%s:%d/app/%s?protocol=7&client=trials"
                                .formatted(
                                        config.path("pusherHost").asText(),
                                        config.path("pusherPort").asInt(),
                                        config.path("pusherKey").asText())),
                config.path("supabaseAnonKey").asText());
    }
}
