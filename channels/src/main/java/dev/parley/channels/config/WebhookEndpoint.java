package dev.parley.channels.config;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/// Where an application wants to be told of events.
///
/// @param url an absolute http or https address
/// @param events which ones
/// @param headers further headers of every request, such as an access token of a proxy
/// @param batched whether events that happen within 250 ms may share a request
public record WebhookEndpoint(
        URI url, Set<WebhookEvent> events, Map<String, String> headers, boolean batched) {

    /// Copies the collections and refuses an address nothing can be sent to.
    public WebhookEndpoint {
        events = Set.copyOf(events);
        headers = Map.copyOf(headers);
        var scheme = url.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme)) || url.getHost() == null) {
            throw new IllegalArgumentException("a webhook needs an http or https url, is: " + url);
        }
        if (events.isEmpty()) {
            throw new IllegalArgumentException("the webhook " + url + " is for no event");
        }
    }
}
