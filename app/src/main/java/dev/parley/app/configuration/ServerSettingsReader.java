// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.app.strict.StrictJsonObject;
import dev.parley.channels.config.ConnectionLimits;
import dev.parley.channels.config.HttpLimits;
import dev.parley.channels.config.MessageLimits;
import dev.parley.channels.config.OutboundLimits;
import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.config.Timeouts;
import dev.parley.channels.config.Tls;
import java.nio.file.Path;
import java.util.Optional;

/// Reads the part of `CHANNELS_CONFIG` that holds for the whole server, not for one app.
final class ServerSettingsReader {
    private ServerSettingsReader() {}

    /// Reads the members of its root, except `apps`.
    ///
    /// @param limits those of the command, which hold where nothing else is set
    static ServerSettings read(StrictJsonObject root, ServerLimits limits) {
        return new ServerSettings(
                root.text("pathPrefix").orElse(""),
                root.has("tls") ? Optional.of(tls(root.object("tls"))) : Optional.empty(),
                root.texts("trustedProxies"),
                limits(root.object("limits"), limits),
                root.number("loops"));
    }

    private static Tls tls(StrictJsonObject tls) {
        return tls.build(() ->
                new Tls(
                        Path.of(tls.requiredText("certificate")),
                        Path.of(tls.requiredText("key"))));
    }

    private static ServerLimits limits(StrictJsonObject limits, ServerLimits otherwise) {
        return limits.build(() ->
                new ServerLimits(
                        connections(limits.object("connections"), otherwise.connections()),
                        http(limits.object("http"), otherwise.http()),
                        messages(limits.object("messages"), otherwise.messages()),
                        outbound(limits.object("outbound"), otherwise.outbound()),
                        patience(limits.object("patience"), otherwise.timeouts()),
                        limits.duration("sweepInterval", otherwise.sweepInterval())));
    }

    private static ConnectionLimits connections(
            StrictJsonObject limits, ConnectionLimits otherwise) {
        return limits.build(() ->
                new ConnectionLimits(
                        limits.count("total", otherwise.total()),
                        limits.count("perAddress", otherwise.perAddress()),
                        limits.count("handshakesPerSecond", otherwise.handshakesPerSecond())));
    }

    private static HttpLimits http(StrictJsonObject limits, HttpLimits otherwise) {
        return limits.build(() ->
                new HttpLimits(
                        limits.smallBytes("headerBytes", otherwise.headerBytes()),
                        limits.smallBytes("bodyBytes", otherwise.bodyBytes()),
                        limits.duration("handshakeTimeout", otherwise.handshakeTimeout()),
                        limits.duration("requestTimeout", otherwise.requestTimeout()),
                        limits.duration("keepAliveTimeout", otherwise.keepAliveTimeout())));
    }

    private static MessageLimits messages(StrictJsonObject limits, MessageLimits otherwise) {
        return limits.build(() ->
                new MessageLimits(
                        limits.smallBytes("bytes", otherwise.bytes()),
                        limits.count("fragments", otherwise.fragments()),
                        limits.duration("timeout", otherwise.timeout()),
                        limits.count("controlFramesPerSecond", otherwise.controlFramesPerSecond()),
                        limits.smallBytes("bytesPerSecond", otherwise.bytesPerSecond()),
                        limits.count("subscribesPerSecond", otherwise.subscribesPerSecond())));
    }

    private static OutboundLimits outbound(StrictJsonObject limits, OutboundLimits otherwise) {
        return limits.build(() ->
                new OutboundLimits(
                        limits.smallBytes("socketBytes", otherwise.socketBytes()),
                        limits.duration("stall", otherwise.stall()),
                        limits.bytes("totalBytes", otherwise.totalBytes()),
                        limits.bytes("loopQueueBytes", otherwise.loopQueueBytes())));
    }

    private static Timeouts patience(StrictJsonObject limits, Timeouts otherwise) {
        return limits.build(() ->
                new Timeouts(
                        limits.duration("activityTimeout", otherwise.activityTimeout()),
                        limits.duration("pongTimeout", otherwise.pongTimeout()),
                        limits.duration("closeTimeout", otherwise.closeTimeout()),
                        limits.duration("reconnectWindow", otherwise.reconnectWindow())));
    }
}
