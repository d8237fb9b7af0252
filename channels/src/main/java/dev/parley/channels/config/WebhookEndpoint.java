// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.config;

import dev.parley.protocol.Range;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Where an application wants to be told of events.
///
/// @param url an absolute http or https address, without a user and password
/// @param events which ones
/// @param headers further headers of every request, such as an access token of a proxy; those of a
///     webhook itself, and those of the connection, are not theirs to set
/// @param batched whether events that happen within 250 ms may share a request, up to 20
/// @param privateAddresses whether the host may have a loopback, link-local or private address; false
///     where applications are configured by others than the server's operator
/// @param queueEvents events that may wait for the endpoint; further ones are given up and counted
public record WebhookEndpoint(
        URI url,
        Set<WebhookEvent> events,
        Map<String, String> headers,
        boolean batched,
        boolean privateAddresses,
        int queueEvents) {
    /// How many events may wait unless said otherwise.
    public static final int DEFAULT_QUEUE_EVENTS = 10_000;

    private static final Set<String> RESERVED =
            Set.of("connection", "content-length", "content-type", "expect", "host", "upgrade");

    /// Copies the collections and refuses an address nothing can be sent to.
    public WebhookEndpoint {
        events = Set.copyOf(events);
        headers = Map.copyOf(headers);
        var scheme = url.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme)) || url.getHost() == null) {
            throw new IllegalArgumentException("a webhook needs an http or https url, is: " + url);
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the webhook url of " + url.getHost() + " must not hold a user or password");
        }
        if (events.isEmpty()) {
            throw new IllegalArgumentException("the webhook " + url + " is for no event");
        }
        for (var name : headers.keySet()) {
            var lower = name.toLowerCase(Locale.ROOT);
            if (RESERVED.contains(lower) || lower.startsWith("x-pusher-")) {
                throw new IllegalArgumentException("a webhook may not set the header " + name);
            }
        }
        Range.check("queueEvents", queueEvents, 1, 1_000_000);
    }

    /// An endpoint on the Internet with the usual queue.
    public WebhookEndpoint(
            URI url, Set<WebhookEvent> events, Map<String, String> headers, boolean batched) {
        this(url, events, headers, batched, false, DEFAULT_QUEUE_EVENTS);
    }

    /// Returns this endpoint wherever its host is, loopback and private networks included.
    public WebhookEndpoint withPrivateAddresses() {
        return new WebhookEndpoint(url, events, headers, batched, true, queueEvents);
    }
}
