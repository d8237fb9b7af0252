// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.config.ConnectionLimits;
import dev.parley.channels.config.MessageLimits;
import dev.parley.channels.config.OutboundLimits;
import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.connection.MessageHandler;
import dev.parley.channels.connection.Outbound;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// The product's server with an echo on its WebSockets: text and binary messages come back as they
/// were sent. Limits are far out, so that only the rules of RFC 6455 decide.
public final class EchoServer implements AutoCloseable {
    /// What to upgrade at.
    public static final String PATH = "/app/echo";

    private static final int MANY = 1_000_000;

    private final ChannelServer server;

    /// Starts one on a free port.
    public EchoServer() {
        var app = App.of("echo", new AppCredentials("echo", new Secret("unused")));
        var config = ChannelsConfig.of("127.0.0.1", 0, List.of(app), Clock.systemUTC());
        server =
                ChannelServer.start(
                        config.with(wide(config.limits())),
                        (_, outbound, _, _) -> new Echo(outbound));
    }

    /// Returns the port listened on.
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }

    private static ServerLimits wide(ServerLimits limits) {
        return limits.with(
                        new MessageLimits(
                                64 << 20,
                                1 << 20,
                                Duration.ofMinutes(2),
                                1 << 20,
                                1 << 30,
                                limits.messages().subscribesPerSecond()))
                .with(
                        new OutboundLimits(
                                1 << 28,
                                Duration.ofMinutes(2),
                                1L << 30,
                                limits.outbound().loopQueueBytes()))
                .with(new ConnectionLimits(MANY, MANY, MANY));
    }

    private record Echo(Outbound outbound) implements MessageHandler {
        private static final int TEXT = 0x81;
        private static final int BINARY = 0x82;

        @Override
        public void open(int activityTimeoutSeconds) {}

        @Override
        public void receive(String message) {
            outbound.write(frame(TEXT, message.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public boolean understandsBinary() {
            return true;
        }

        @Override
        public void receiveBinary(byte[] message) {
            outbound.write(frame(BINARY, message));
        }

        @Override
        public void closed() {}

        private static ByteBuf frame(int opcode, byte[] payload) {
            var frame = Unpooled.directBuffer(10 + payload.length).writeByte(opcode);
            if (payload.length < 126) {
                frame.writeByte(payload.length);
            } else if (payload.length < 1 << 16) {
                frame.writeByte(126).writeShort(payload.length);
            } else {
                frame.writeByte(127).writeLong(payload.length);
            }
            return frame.writeBytes(payload);
        }
    }
}
