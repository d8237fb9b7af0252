// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.fuzz;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Limits;
import dev.parley.protocol.PresenceData;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.Secret;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.UserData;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.PublishEvent;
import dev.parley.protocol.api.PublishRequestReader;
import dev.parley.protocol.api.PublishRules;
import dev.parley.protocol.api.RequestAuthentication;
import dev.parley.protocol.api.RequestTarget;
import dev.parley.protocol.frame.ClientFrame;
import dev.parley.protocol.frame.ClientFrameReader;
import dev.parley.protocol.frame.ServerFrame;
import dev.parley.protocol.frame.ServerFrameWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// Every parser of the protocol on its own; the first byte chooses which.
public final class ParsingTarget {
    private static final Limits LIMITS = Limits.defaults();
    private static final ClientFrameReader FRAMES = new ClientFrameReader(LIMITS);
    private static final PublishRequestReader REQUESTS = new PublishRequestReader(LIMITS);
    private static final PublishRules RULES = new PublishRules(LIMITS);
    private static final AppCredentials KEY = new AppCredentials("key", new Secret("secret"));
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private ParsingTarget() {}

    /// Runs one input.
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var bytes = Arrays.copyOfRange(input, 1, input.length);
        var text = new String(bytes, StandardCharsets.UTF_8);
        try {
            parse(input[0] & 7, text, bytes);
        } catch (ProtocolException e) {
            check(!e.reason().isEmpty(), "a refusal without a reason");
        } catch (ApiException e) {
            check(e.status() == 400 || e.status() == 401 || e.status() == 413, "status " + e);
        }
    }

    private static void parse(int which, String text, byte[] bytes) {
        switch (which) {
            case 0 -> frame(FRAMES.read(text));
            case 1 -> presence(PresenceData.parse(text, LIMITS));
            case 2 -> user(UserData.parse(text, LIMITS));
            case 3 -> {
                var name = ChannelName.parse(text, LIMITS.channelNameLength());
                check(name.value().equals(text), "another name");
            }
            case 4 -> publish(REQUESTS.event(List.of(), bytes));
            case 5 -> {
                var batch = REQUESTS.batch(bytes);
                check(!batch.isEmpty(), "an empty batch");
                batch.forEach(ParsingTarget::publish);
            }
            case 6 -> target(text, bytes);
            default -> socketId(text);
        }
    }

    private static void frame(ClientFrame frame) {
        if (frame instanceof ClientFrame.ClientEvent(var channel, var event, var data)) {
            write(new ServerFrame.ClientEvent(channel, event, data, null));
        }
    }

    private static void presence(PresenceData who) {
        check(!who.userId().isEmpty(), "an empty user_id");
        write(new ServerFrame.PresenceSucceeded("presence-room", List.of(who)));
    }

    private static void user(UserData user) {
        check(!user.id().isEmpty(), "an empty id");
        check(user.watchlist().size() <= 10_000, "a long watchlist");
    }

    private static void target(String text, byte[] bytes) {
        var target = RequestTarget.parse(text);
        check(target.path().startsWith("/"), "a path without root");
        RequestAuthentication.check(List.of(KEY), "GET", target, bytes, NOW);
        throw new AssertionError("a forged signature: " + text);
    }

    private static void socketId(String text) {
        try {
            check(new SocketId(text).value().equals(text), "another id");
        } catch (IllegalArgumentException e) {
            check(!text.equals("1.1"), "a refused id");
        }
    }

    /// Does with an event what the server does: refuses it by the rules, or sends it to each channel.
    private static void publish(PublishEvent event) {
        for (var channel : RULES.check(event)) {
            check(!channel.value().isEmpty(), "an empty name");
            write(new ServerFrame.Event(channel.value(), event.name(), event.data()));
        }
    }

    private static void write(ServerFrame frame) {
        var text = ServerFrameWriter.write(frame).getBytes(StandardCharsets.UTF_8);
        SentFrames.event(text);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError("parsing gave " + otherwise);
        }
    }
}
