// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.channels.EmbeddedServer;
import dev.parley.protocol.ChannelType;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Two clients and a backend, all of whose signatures are right. Each line is one step: a letter,
/// small for the first client and large for the second, and what it says.
///
/// ```
/// s channel TAB channel_data    subscribe       u user_data    sign in
/// l channel                     unsubscribe     r text         any message
/// p body  P body                publish         x              leave
/// q target                      ask the API     t user         terminate      z  time passes
/// ```
public final class MessageTarget {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLIENTS = 2;
    private static final int MOST_STEPS = 200;
    private static final String APP = "/apps/" + EmbeddedServer.APP_ID;

    private final EmbeddedServer server;
    private final List<String> socketIds = new ArrayList<>();

    private MessageTarget(EmbeddedServer server) {
        this.server = server;
        for (int client = 0; client < CLIENTS; client++) {
            server.receive(client, WebSocketTarget.UPGRADE.getBytes(StandardCharsets.US_ASCII));
            var greeting = events(client).getFirst().path("data").asText();
            socketIds.add(greeting.replaceAll(".*\"socket_id\":\"([0-9.]+)\".*", "$1"));
        }
    }

    /// Runs one input.
    public static void fuzzerTestOneInput(byte[] input) {
        var lines = new String(input, StandardCharsets.UTF_8).split("\n", MOST_STEPS);
        try (var _ = new Defects();
                var server = new EmbeddedServer(CLIENTS)) {
            var talk = new MessageTarget(server);
            for (var line : lines) {
                if (!line.isEmpty()) {
                    talk.step(line.charAt(0), line.substring(1));
                }
            }
            talk.end();
        }
    }

    private void step(char letter, String text) {
        int client = Character.isUpperCase(letter) ? 1 : 0;
        switch (letter) {
            case 's', 'S' -> subscribe(client, text);
            case 'u', 'U' -> signIn(client, text);
            case 'l', 'L' -> send(client, "pusher:unsubscribe", "channel", text);
            case 'r', 'R' -> message(client, text);
            case 'x', 'X' -> server.cut(client);
            case 'p' -> call("POST", APP + "/events", text);
            case 'P' -> call("POST", APP + "/batch_events", text);
            case 't' -> call("POST", APP + "/users/" + text + "/terminate_connections", "");
            case 'q' -> call("GET", APP + "/" + text, "");
            case 'z' -> server.pass(Duration.ofSeconds(70));
            default -> {}
        }
    }

    private void subscribe(int client, String text) {
        int tab = text.indexOf('\t');
        var channel = tab < 0 ? text : text.substring(0, tab);
        var channelData = tab < 0 ? null : text.substring(tab + 1);
        var auth = EmbeddedServer.KEY.channelAuth(socketIds.get(client), channel, channelData);
        if (channelData == null) {
            send(client, "pusher:subscribe", "channel", channel, "auth", auth);
        } else {
            send(
                    client,
                    "pusher:subscribe",
                    "channel",
                    channel,
                    "auth",
                    auth,
                    "channel_data",
                    channelData);
        }
    }

    private void signIn(int client, String userData) {
        var auth = EmbeddedServer.KEY.userAuth(socketIds.get(client), userData);
        send(client, "pusher:signin", "auth", auth, "user_data", userData);
    }

    private void send(int client, String event, String... members) {
        var data = JSON.createObjectNode();
        for (int i = 0; i < members.length; i += 2) {
            data.put(members[i], members[i + 1]);
        }
        var frame = JSON.createObjectNode().put("event", event);
        message(client, frame.set("data", data).toString());
    }

    private void message(int client, String text) {
        var payload = text.getBytes(StandardCharsets.UTF_8);
        var frame = Unpooled.buffer(payload.length + 14).writeByte(0x81);
        if (payload.length < 126) {
            frame.writeByte(0x80 | payload.length);
        } else {
            frame.writeByte(0x80 | 126).writeShort(Math.min(payload.length, 0xFFFF));
        }
        frame.writeInt(0).writeBytes(payload, 0, Math.min(payload.length, 0xFFFF));
        server.receive(client, ByteBufUtil.getBytes(frame));
    }

    private void call(String method, String target, String text) {
        var body = text.getBytes(StandardCharsets.UTF_8);
        ApiTarget.check(server.call(method, SignedCall.target(method, target, body), body));
    }

    /// Takes everything apart: nobody may be left anywhere.
    private void end() {
        for (int client = 0; client < CLIENTS; client++) {
            var _ = events(client);
            server.cut(client);
        }
        for (var channel : server.app().channels().all()) {
            if (channel.subscriptions() != 0 || !channel.name().type().isCached()) {
                throw new AssertionError("a room outlived its subscribers: " + channel.name());
            }
            if (channel.name().type() == ChannelType.PRESENCE_CACHE && channel.users() != 0) {
                throw new AssertionError("a user outlived the connections: " + channel.name());
            }
        }
    }

    private List<JsonNode> events(int client) {
        var sent = server.sent(client);
        var text = new String(sent, StandardCharsets.ISO_8859_1);
        int start = text.startsWith("HTTP/") ? text.indexOf("\r\n\r\n") + 4 : 0;
        return SentFrames.events(ByteBuffer.wrap(sent, start, sent.length - start).slice());
    }
}
