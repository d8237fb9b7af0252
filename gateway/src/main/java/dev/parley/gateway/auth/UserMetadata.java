// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/// What a user notes about itself. Every access token carries it in a header, for which servers and
/// proxies have 8 KiB, so its size is bounded.
final class UserMetadata {
    /// Base64 makes four characters of three bytes; a third of a header stays for the other claims.
    static final int MAX_BYTES = 4_096;

    private UserMetadata() {}

    /// Returns the metadata of a new user.
    ///
    /// @throws AuthException when it is too large
    static ObjectNode of(ObjectNode data) {
        return bounded(data, 0);
    }

    /// Returns metadata with the members of `data`; those that are null are removed. What is too
    /// large already may shrink.
    ///
    /// @throws AuthException when it grows and is too large
    static ObjectNode merged(ObjectNode metadata, ObjectNode data) {
        var merged = metadata.deepCopy();
        data.properties()
                .forEach(member -> {
                    if (member.getValue().isNull()) {
                        merged.remove(member.getKey());
                    } else {
                        merged.set(member.getKey(), member.getValue());
                    }
                });
        return bounded(merged, bytes(metadata));
    }

    private static ObjectNode bounded(ObjectNode metadata, long before) {
        var bytes = bytes(metadata);
        if (bytes > MAX_BYTES && bytes >= before) {
            throw new AuthException(
                    400,
                    "validation_failed",
                    "user_metadata has %d bytes as JSON, may have %d: every access token carries it"
                            .formatted(bytes, MAX_BYTES));
        }
        return metadata;
    }

    private static long bytes(ObjectNode metadata) {
        return metadata.toString().getBytes(StandardCharsets.UTF_8).length + digits(metadata);
    }

    /// `jsonb` writes numbers out: `1e300` comes back with 301 digits.
    private static long digits(JsonNode node) {
        if (node.isFloatingPointNumber() && node.doubleValue() != 0) {
            return Math.abs(Math.getExponent(node.doubleValue())) / 3;
        }
        return node.valueStream().mapToLong(UserMetadata::digits).sum();
    }
}
