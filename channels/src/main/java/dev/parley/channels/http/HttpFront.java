package dev.parley.channels.http;

import dev.parley.channels.api.Answer;
import dev.parley.channels.api.Api;
import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.loop.Capacity;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.session.Admission;
import dev.parley.channels.socket.WebSocketUpgrade;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.RequestTarget;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.Optional;

/// What every connection of a server begins with. Thread-safe.
///
/// @param api serves the HTTP API
/// @param upgrade serves WebSockets
/// @param admission decides which WebSockets may stay
/// @param capacity counts the connections
/// @param limits sizes and times of requests
/// @param pathPrefix what stands before every path but `/health`
public record HttpFront(
        Api api,
        WebSocketUpgrade upgrade,
        Admission admission,
        Capacity capacity,
        ServerLimits limits,
        String pathPrefix) {
    private static final String HEALTHY = "{\"status\":\"ok\"}";

    /// Sets a new connection up, or closes it when there are far too many.
    public void accept(Channel channel, Loop loop) {
        if (!capacity.enter()) {
            var _ = channel.close();
            return;
        }
        var _ = channel.closeFuture().addListener(_ -> capacity.leave());
        var codec =
                new HttpServerCodec(
                        new HttpDecoderConfig()
                                .setMaxInitialLineLength(limits.http().headerBytes())
                                .setMaxHeaderSize(limits.http().headerBytes()));
        channel.pipeline().addLast(codec, new HttpHandler(this, loop, codec));
    }

    /// Answers a request that is no upgrade.
    Answer answer(String method, String target, byte[] body) {
        if (target.equals("/health")) {
            return new Answer(200, true, HEALTHY);
        }
        return withoutPrefix(target)
                .map(path -> api.handle(method, path, body))
                .orElseGet(() -> new Answer(404, false, "Not found"));
    }

    /// Decides about an upgrade.
    Admission.Verdict admit(String target) {
        if (capacity.isExceeded()) {
            return new Admission.Verdict.Refused(
                    ErrorCode.OVER_CAPACITY, "The server is over capacity");
        }
        try {
            var path = withoutPrefix(target).map(RequestTarget::parse);
            if (path.isPresent()) {
                return admission.decide(path.get().path(), path.get().value("protocol"));
            }
        } catch (ApiException e) {
            return new Admission.Verdict.Refused(ErrorCode.PATH_NOT_FOUND, e.reason());
        }
        return new Admission.Verdict.Refused(ErrorCode.PATH_NOT_FOUND, "Path not found");
    }

    private Optional<String> withoutPrefix(String target) {
        return target.startsWith(pathPrefix + "/")
                ? Optional.of(target.substring(pathPrefix.length()))
                : Optional.empty();
    }
}
