// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.page;

import dev.parley.app.client.ClientSettings;

/// What the page may load and whom it may talk to: itself, the gateway, and the Pusher server.
final class ContentSecurityPolicy {
    private ContentSecurityPolicy() {}

    /// Returns the header's value.
    static String of(ClientSettings settings) {
        var pusher = settings.pusher();
        var socket = (pusher.tls() ? "wss://" : "ws://") + pusher.host() + ":" + pusher.port();
        return String.join(
                "; ",
                "default-src 'self'",
                "connect-src 'self' " + settings.supabaseUrl() + " " + socket,
                "img-src 'self' data:",
                "base-uri 'none'",
                "form-action 'self'",
                "object-src 'none'",
                "frame-ancestors 'none'");
    }
}
