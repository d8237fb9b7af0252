// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.http;

import dev.parley.channels.api.Answer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers requests that take long on a virtual thread, so that the event loop goes on. Meanwhile
/// nothing is read from the connection, and what was read already is held. Owned by its event loop.
final class OffloadedRequest {
    private static final Logger log = LoggerFactory.getLogger(OffloadedRequest.class);
    private static final Answer DEFECT = new Answer(500, false, "Internal server error");

    private final HttpHandler handler;
    private final ApiRoute api;

    /// What came behind the request; null while none is being answered.
    private @Nullable Queue<Object> held;

    /// Whether the peer has said all it had to say while an answer was awaited.
    private boolean inputEnded;

    OffloadedRequest(HttpHandler handler, ApiRoute api) {
        this.handler = handler;
        this.api = api;
    }

    /// Takes a message while an answer is awaited; returns false when none is.
    boolean tryHold(Object message) {
        return held != null && held.add(message);
    }

    /// Returns whether an answer is awaited.
    boolean isBusy() {
        return held != null;
    }

    /// Takes the end of the peer's input while an answer is awaited, which is still sent; returns false
    /// when none is.
    boolean tryHoldEnd() {
        inputEnded |= isBusy();
        return inputEnded;
    }

    /// Gets a request answered; the answer is sent by the event loop.
    void answer(ChannelHandlerContext ctx, HttpRequest request, byte[] body) {
        held = new ArrayDeque<>();
        ctx.channel().config().setAutoRead(false);
        var _ =
                Thread.ofVirtual()
                        .name("channels-api")
                        .start(() -> {
                            var answer = compute(request, body);
                            ctx.executor().execute(() -> resume(ctx, request, answer));
                        });
    }

    /// Forgets what is held, because the connection is gone.
    void drop() {
        if (held != null) {
            held.forEach(ReferenceCountUtil::release);
            held = null;
        }
    }

    private Answer compute(HttpRequest request, byte[] body) {
        try {
            return api.answer(request, body);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("request failed by a defect of the server");
            return DEFECT;
        }
    }

    private void resume(ChannelHandlerContext ctx, HttpRequest request, Answer answer) {
        var waiting = held;
        if (waiting == null) {
            return;
        }
        held = null;
        handler.respond(ctx, request, answer);
        waiting.forEach(message -> handler.channelRead(ctx, message));
        ctx.flush();
        if (isBusy()) {
            // One of those held takes long, too.
            return;
        }
        if (inputEnded) {
            handler.endAfterAnswers(ctx);
        } else {
            ctx.channel().config().setAutoRead(true);
        }
    }
}
