// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import dev.parley.channels.config.App;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Limits;
import dev.parley.protocol.PresenceData;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.UserData;
import dev.parley.protocol.frame.ClientFrame;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides who may join which channel and who may sign in as whom. Immutable.
final class SubscriptionAuthorizer {
    private static final int MAX_QUOTED = 200;

    private final App app;
    private final SocketId socketId;
    private final Limits limits;

    SubscriptionAuthorizer(App app, SocketId socketId) {
        this.app = app;
        this.socketId = socketId;
        this.limits = app.limits();
    }

    /// Lets a subscriber pass.
    ///
    /// @param user who the connection is signed in as, or null
    /// @return who joins, on a presence channel; else nothing
    /// @throws ProtocolException with [ErrorCode#UNAUTHORIZED] for a missing right, without a code
    ///     for malformed presence data
    Optional<PresenceData> authorize(
            ChannelName channel, ClientFrame.Subscribe frame, @Nullable UserData user) {
        return switch (channel.type()) {
            case PUBLIC, CACHE -> Optional.empty();
            case SERVER_TO_USER -> {
                if (user == null || !user.id().equals(channel.userId())) {
                    throw unauthorized("The connection is not signed in as this user");
                }
                yield Optional.empty();
            }
            case PRIVATE, PRIVATE_CACHE, PRIVATE_ENCRYPTED, PRIVATE_ENCRYPTED_CACHE -> {
                checkSignature(channel, frame);
                yield Optional.empty();
            }
            case PRESENCE, PRESENCE_CACHE -> {
                checkSignature(channel, frame);
                yield Optional.of(who(frame.channelData(), user));
            }
        };
    }

    /// Lets a user pass.
    ///
    /// @throws ProtocolException always with [ErrorCode#UNAUTHORIZED]
    UserData signIn(ClientFrame.SignIn frame) {
        var signature = signature(frame.auth());
        if (!credentials(frame.auth())
                .verifiesUser(socketId.value(), frame.userData(), signature)) {
            throw unauthorized("Invalid signature of user_data");
        }
        try {
            return UserData.parse(frame.userData(), limits);
        } catch (ProtocolException e) {
            throw unauthorized(e.reason());
        }
    }

    private PresenceData who(@Nullable String channelData, @Nullable UserData user) {
        if (channelData != null) {
            return PresenceData.parse(channelData, limits);
        }
        if (user != null) {
            return new PresenceData(user.id(), user.userInfo());
        }
        throw new ProtocolException("channel_data is missing");
    }

    private void checkSignature(ChannelName channel, ClientFrame.Subscribe frame) {
        var auth = frame.auth();
        if (auth == null || auth.isEmpty()) {
            throw unauthorized("The channel needs a signature: auth is missing");
        }
        var signature = signature(auth);
        if (!credentials(auth)
                .verifiesChannel(
                        socketId.value(), channel.value(), frame.channelData(), signature)) {
            throw unauthorized(
                    "Invalid signature: Expected HMAC SHA256 hex digest of "
                            + socketId
                            + ":"
                            + channel
                            + (frame.channelData() == null ? "" : ":channel_data")
                            + ", but got "
                            + quoted(signature));
        }
    }

    private AppCredentials credentials(String auth) {
        var key = auth.substring(0, auth.indexOf(':'));
        return app.keys().stream()
                .filter(candidate -> candidate.key().equals(key))
                .findFirst()
                .orElseThrow(() ->
                        unauthorized(
                                "Invalid key in subscription auth data: '" + quoted(key) + "'"));
    }

    private static String signature(String auth) {
        int colon = auth.indexOf(':');
        if (colon < 0) {
            throw unauthorized("Invalid auth: it must be key:signature");
        }
        return auth.substring(colon + 1);
    }

    private static String quoted(String text) {
        return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED);
    }

    private static ProtocolException unauthorized(String reason) {
        return new ProtocolException(ErrorCode.UNAUTHORIZED, reason);
    }
}
