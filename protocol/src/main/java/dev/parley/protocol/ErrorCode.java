// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

/// The numbers a server sends in `pusher:error` and in the WebSocket close frame.
///
/// In the order of the [protocol page](https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/#error-codes);
/// [#SLOW_CONSUMER], [#WEBSOCKET_ONLY] and [#SESSION_OVER] are ours. 4000 to 4099: do not reconnect unchanged. 4100 to 4199: reconnect after
/// a second. 4200 to 4299: reconnect at once. 4300 and above: the connection stays open.
public enum ErrorCode {
    /// The app accepts encrypted connections only.
    TLS_ONLY(4000),
    /// No app has the key in the address.
    APP_NOT_FOUND(4001),
    /// The app is switched off.
    APP_DISABLED(4003),
    /// The app has as many connections as it may have.
    OVER_QUOTA(4004),
    /// The address is not `/app/{key}`.
    PATH_NOT_FOUND(4005),
    /// The protocol version is not a number.
    INVALID_VERSION(4006),
    /// The protocol version is a number this server does not speak.
    UNSUPPORTED_VERSION(4007),
    /// No protocol version was given; never sent, a missing version means 7.
    NO_VERSION(4008),
    /// A signature is wrong, or the application ended the connection.
    UNAUTHORIZED(4009),
    /// The server has as many connections as it can hold.
    OVER_CAPACITY(4100),
    /// The client reads more slowly than its channels write.
    SLOW_CONSUMER(4101),
    /// The client fell back to HTTP, which is not served in place of WebSockets.
    WEBSOCKET_ONLY(4102),
    /// The server stops or moves; any server will do.
    RECONNECT(4200),
    /// A ping was not answered in time.
    PONG_MISSING(4201),
    /// The connection was silent for a day.
    INACTIVE(4202),
    /// The right that let the connection into its channels has ended; come with a new one.
    SESSION_OVER(4203),
    /// A client event came too soon after the ones before.
    CLIENT_EVENT_REJECTED(4301),
    /// A watchlist is too long and was cut.
    WATCHLIST_TOO_LONG(4302);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /// Returns the number on the wire, 4000 to 4302.
    public int number() {
        return number;
    }

    /// Returns whether this number may close a connection: clients take a close with 4300 or more for
    /// a reason never to come back.
    public boolean mayClose() {
        return number < 4300;
    }
}
