// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.http;

import dev.parley.channels.access.AccessLog;
import dev.parley.channels.api.Answer;
import dev.parley.channels.connection.ConnectionPolicy.Decision;
import dev.parley.channels.meter.ServerMeters;
import dev.parley.http.peer.Peer;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;

/// Counts what becomes of requests, and writes down which were refused. Thread-safe.
///
/// @param peers tells who sent a request
/// @param log where refusals are written down
/// @param meters where answers and refusals are counted
public record RequestLog(PeerResolver peers, AccessLog log, ServerMeters meters) {
    /// Notes an answer.
    void answered(Channel channel, HttpRequest request, Answer answer) {
        meters.answered(answer.status());
        if (answer.status() >= 400) {
            var peer = peers.peer(channel, request.headers());
            log.refusedRequest(peer, answer.status(), answer.body());
        }
    }

    /// Notes that a WebSocket was refused.
    void refused(Peer peer, Decision.Refused refused) {
        meters.refused(refused.refusal());
        log.refusedSocket(peer, refused.appId(), refused.code().number(), refused.reason());
    }

    /// Notes that somebody tried what is there for clients without WebSockets.
    void refusedFallback(Channel channel, HttpRequest request) {
        var peer = peers.peer(channel, request.headers());
        log.refusedSocket(peer, null, HttpFallback.CODE, HttpFallback.REASON);
    }
}
