// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One key and secret of a Pusher app, and everything that is signed with them.
///
/// Rules: [Generating authentication strings](https://pusher.com/docs/channels/library_auth_reference/auth-signatures/)
/// and [HTTP API, authentication](https://pusher.com/docs/channels/library_auth_reference/rest-api/#authentication).
///
/// Thread-safe. Two are equal when key and secret are.
public final class AppCredentials {
    private final String key;
    private final Secret secret;
    private final Hmac hmac;

    /// @param key the public app key, part of the WebSocket address
    /// @param secret the signing secret; never leaves the server
    /// @throws IllegalArgumentException if one of them is empty
    public AppCredentials(String key, Secret secret) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("the app key is empty");
        }
        if (secret.reveal().isEmpty()) {
            throw new IllegalArgumentException("the app secret of key " + key + " is empty");
        }
        this.key = key;
        this.secret = secret;
        this.hmac = new Hmac(secret);
    }

    /// Returns the public app key.
    public String key() {
        return key;
    }

    /// Returns the signing secret.
    public Secret secret() {
        return secret;
    }

    /// Returns the `auth` text that lets one socket join one channel: `key:signature`.
    ///
    /// @param socketId the connection's socket id, `digits.digits`
    /// @param channel the full channel name, prefix included
    /// @param channelData the text sent as `channel_data`, byte for byte, or null when none is sent
    public String channelAuth(String socketId, String channel, @Nullable String channelData) {
        return key + ":" + hmac.sign(channelText(socketId, channel, channelData));
    }

    /// Returns whether `signature` lets `socketId` join `channel`; compares in constant time.
    public boolean verifiesChannel(
            String socketId, String channel, @Nullable String channelData, String signature) {
        return hmac.verifies(channelText(socketId, channel, channelData), signature);
    }

    /// Returns the `auth` text of a user sign-in: `key:signature`.
    ///
    /// @param socketId the connection's socket id, `digits.digits`
    /// @param userData the text sent as `user_data`, byte for byte
    public String userAuth(String socketId, String userData) {
        return key + ":" + hmac.sign(userText(socketId, userData));
    }

    /// Returns whether `signature` signs `socketId` in with `userData`; compares in constant time.
    public boolean verifiesUser(String socketId, String userData, String signature) {
        return hmac.verifies(userText(socketId, userData), signature);
    }

    /// Returns the value of a webhook's `X-Pusher-Signature` header.
    ///
    /// @param body the very bytes that are sent
    public String webhookSignature(byte[] body) {
        return hmac.sign(body);
    }

    /// Signs an HTTP API request.
    ///
    /// @param method upper case, such as `POST`
    /// @param path the decoded path, from `/apps/` on
    /// @param query further decoded query parameters; may be empty
    /// @param body the request body, empty for none
    /// @param unixSeconds the request's time, within 600 s of the server's clock
    /// @return every query parameter to send, the given ones and `auth_*` and `body_md5`, sorted by name
    public Map<String, String> signRequest(
            String method, String path, Map<String, String> query, byte[] body, long unixSeconds) {
        return RequestSignature.sign(this, method, path, query, body, unixSeconds);
    }

    /// Signs an HTTP API request without parameters of its own.
    ///
    /// @param method upper case, such as `POST`
    /// @param path the decoded path, from `/apps/` on
    /// @param body the request body, empty for none
    /// @param unixSeconds the request's time, within 600 s of the server's clock
    /// @return the encoded query to send, without `?`
    public String signedQuery(String method, String path, byte[] body, long unixSeconds) {
        return signRequest(method, path, Map.of(), body, unixSeconds).entrySet().stream()
                .map(parameter ->
                        parameter.getKey()
                                + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    Hmac hmac() {
        return hmac;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AppCredentials that
                && key.equals(that.key)
                && secret.equals(that.secret);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "AppCredentials[key=" + key + ", secret=" + secret + "]";
    }

    private static String channelText(
            String socketId, String channel, @Nullable String channelData) {
        var text = socketId + ":" + channel;
        return channelData == null ? text : text + ":" + channelData;
    }

    private static String userText(String socketId, String userData) {
        return socketId + "::user::" + userData;
    }
}
