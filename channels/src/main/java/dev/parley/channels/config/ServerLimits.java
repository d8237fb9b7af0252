package dev.parley.channels.config;

import dev.parley.protocol.Range;
import java.time.Duration;

/// What one peer may take of the server. Durations are counted in sweeps, so they are exact to one
/// [#sweepInterval()].
///
/// @param connections TCP connections of the whole server; one more is closed or told 4100
/// @param headerBytes bytes of a request line, and of all its headers together
/// @param bodyBytes bytes of a request's body; more is answered 413
/// @param handshakeTimeout from accepting a connection to its first complete request header
/// @param requestTimeout from a request's header to the end of its body
/// @param keepAliveTimeout how long an HTTP connection may wait for its next request
/// @param messageBytes bytes of a client's message; more closes with 1009
/// @param messageFragments frames one message may be cut into; more closes with 1008
/// @param messageTimeout from a message's first frame to its last; more closes with 1008
/// @param controlFramesPerSecond pings and pongs a client may send; more closes with 1008
/// @param inboundBytesPerSecond bytes of messages a client may send; more closes with 1008
/// @param outboundBytes bytes that wait for a slow reader; more closes with 4101
/// @param outboundStall how long bytes may wait without any leaving; longer closes with 4101
/// @param activityTimeout silence after which the server pings
/// @param pongTimeout silence after that ping before the close with 4201
/// @param closeTimeout how long the peer may take to answer a close
/// @param loopQueueBytes bytes of events that wait for one event loop; more is answered 503
/// @param sweepInterval how often deadlines are looked at
public record ServerLimits(
        int connections,
        int headerBytes,
        int bodyBytes,
        Duration handshakeTimeout,
        Duration requestTimeout,
        Duration keepAliveTimeout,
        int messageBytes,
        int messageFragments,
        Duration messageTimeout,
        int controlFramesPerSecond,
        int inboundBytesPerSecond,
        int outboundBytes,
        Duration outboundStall,
        Duration activityTimeout,
        Duration pongTimeout,
        Duration closeTimeout,
        long loopQueueBytes,
        Duration sweepInterval) {

    /// Refuses values outside their ranges.
    public ServerLimits {
        Range.check("connections", connections, 1, 10_000_000);
        Range.check("headerBytes", headerBytes, 512, 1 << 20);
        Range.check("bodyBytes", bodyBytes, 1_024, 64 << 20);
        Range.check("messageBytes", messageBytes, 256, 16 << 20);
        Range.check("messageFragments", messageFragments, 1, 1 << 20);
        Range.check("controlFramesPerSecond", controlFramesPerSecond, 1, 1 << 20);
        Range.check("inboundBytesPerSecond", inboundBytesPerSecond, 256, 1 << 30);
        Range.check("outboundBytes", outboundBytes, 1_024, 1 << 30);
        Range.check("loopQueueBytes", loopQueueBytes, 1_024, 1L << 40);
        Range.check("sweepInterval in ms", sweepInterval.toMillis(), 10, 10_000);
        Range.check("activityTimeout in ms", activityTimeout.toMillis(), 10, 86_400_000);
    }

    /// Returns the defaults of the documentation.
    public static ServerLimits defaults() {
        return new ServerLimits(
                100_000,
                8 << 10,
                1 << 20,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                16 << 10,
                64,
                Duration.ofSeconds(10),
                20,
                256 << 10,
                1 << 20,
                Duration.ofSeconds(10),
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                64L << 20,
                Duration.ofSeconds(1));
    }

    /// Returns these limits with another number of connections.
    public ServerLimits withConnections(int count) {
        return new ServerLimits(
                count,
                headerBytes,
                bodyBytes,
                handshakeTimeout,
                requestTimeout,
                keepAliveTimeout,
                messageBytes,
                messageFragments,
                messageTimeout,
                controlFramesPerSecond,
                inboundBytesPerSecond,
                outboundBytes,
                outboundStall,
                activityTimeout,
                pongTimeout,
                closeTimeout,
                loopQueueBytes,
                sweepInterval);
    }

    /// Returns these limits with other times for a request: until its header, until its end, until
    /// the next.
    public ServerLimits withTimeouts(Duration handshake, Duration request, Duration keepAlive) {
        return new ServerLimits(
                connections,
                headerBytes,
                bodyBytes,
                handshake,
                request,
                keepAlive,
                messageBytes,
                messageFragments,
                messageTimeout,
                controlFramesPerSecond,
                inboundBytesPerSecond,
                outboundBytes,
                outboundStall,
                activityTimeout,
                pongTimeout,
                closeTimeout,
                loopQueueBytes,
                sweepInterval);
    }

    /// Returns these limits with other times until a silent client is pinged and given up.
    public ServerLimits withSilence(Duration activity, Duration pong) {
        return new ServerLimits(
                connections,
                headerBytes,
                bodyBytes,
                handshakeTimeout,
                requestTimeout,
                keepAliveTimeout,
                messageBytes,
                messageFragments,
                messageTimeout,
                controlFramesPerSecond,
                inboundBytesPerSecond,
                outboundBytes,
                outboundStall,
                activity,
                pong,
                closeTimeout,
                loopQueueBytes,
                sweepInterval);
    }

    /// Returns these limits with another bound of what waits for a slow reader.
    public ServerLimits withOutbound(int bytes, Duration stall) {
        return new ServerLimits(
                connections,
                headerBytes,
                bodyBytes,
                handshakeTimeout,
                requestTimeout,
                keepAliveTimeout,
                messageBytes,
                messageFragments,
                messageTimeout,
                controlFramesPerSecond,
                inboundBytesPerSecond,
                bytes,
                stall,
                activityTimeout,
                pongTimeout,
                closeTimeout,
                loopQueueBytes,
                sweepInterval);
    }

    /// Returns these limits with another time for a message's fragments.
    public ServerLimits withMessageTimeout(Duration timeout) {
        return new ServerLimits(
                connections,
                headerBytes,
                bodyBytes,
                handshakeTimeout,
                requestTimeout,
                keepAliveTimeout,
                messageBytes,
                messageFragments,
                timeout,
                controlFramesPerSecond,
                inboundBytesPerSecond,
                outboundBytes,
                outboundStall,
                activityTimeout,
                pongTimeout,
                closeTimeout,
                loopQueueBytes,
                sweepInterval);
    }

    /// Returns these limits with another time for the answer to a close.
    public ServerLimits withCloseTimeout(Duration timeout) {
        return new ServerLimits(
                connections,
                headerBytes,
                bodyBytes,
                handshakeTimeout,
                requestTimeout,
                keepAliveTimeout,
                messageBytes,
                messageFragments,
                messageTimeout,
                controlFramesPerSecond,
                inboundBytesPerSecond,
                outboundBytes,
                outboundStall,
                activityTimeout,
                pongTimeout,
                timeout,
                loopQueueBytes,
                sweepInterval);
    }

    /// Returns these limits with another time between two looks at the deadlines.
    public ServerLimits withSweepInterval(Duration interval) {
        return new ServerLimits(
                connections,
                headerBytes,
                bodyBytes,
                handshakeTimeout,
                requestTimeout,
                keepAliveTimeout,
                messageBytes,
                messageFragments,
                messageTimeout,
                controlFramesPerSecond,
                inboundBytesPerSecond,
                outboundBytes,
                outboundStall,
                activityTimeout,
                pongTimeout,
                closeTimeout,
                loopQueueBytes,
                interval);
    }

    /// Returns how many sweeps a duration lasts, at least one.
    public long sweeps(Duration duration) {
        long interval = sweepInterval.toNanos();
        return Math.max(1, (duration.toNanos() + interval - 1) / interval);
    }

    /// Returns the activity timeout as clients are told it, whole seconds above 0.
    public int activityTimeoutSeconds() {
        return (int) Math.max(1, activityTimeout.toSeconds());
    }
}
