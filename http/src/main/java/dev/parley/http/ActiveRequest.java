// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import dev.parley.http.AnswerWriter.Framing;
import dev.parley.http.peer.Peer;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request while it is answered, on a virtual thread of its own. What it knows of the request is
/// immutable; whether its body is read is confined to that thread.
final class ActiveRequest implements Runnable, Request.BodySource {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
    private static final byte[] NOTHING = {};

    /// A body that nobody wanted is read to its end when it is no longer than this, so that the
    /// connection can be used again.
    private static final int SKIPPED_BYTES = 64 << 10;

    private final HttpConnection connection;
    private final ServerContext context;
    private final @Nullable HttpRequest head;
    private final Peer peer;
    private final @Nullable RequestError error;
    private boolean isRead;
    private boolean isBroken;

    /// @param head null when it never came to its end
    /// @param error what the request is refused with; null when the handler answers
    ActiveRequest(
            HttpConnection connection,
            ServerContext context,
            @Nullable HttpRequest head,
            Peer peer,
            @Nullable RequestError error) {
        this.connection = connection;
        this.context = context;
        this.head = head;
        this.peer = peer;
        this.error = error;
    }

    Peer peer() {
        return peer;
    }

    @Override
    public void run() {
        var kept = false;
        try {
            var answer = answer();
            var framing = framing(answer);
            connection.writer().write(answer, framing);
            kept = framing.keepAlive();
        } catch (ClientGoneException e) {
            log.atDebug()
                    .addKeyValue("remote", peer)
                    .addKeyValue("reason", e.getMessage())
                    .log("answer not taken");
            connection.abort();
        } catch (IOException | RuntimeException e) {
            log.atError().setCause(e).addKeyValue("remote", peer).log("answer broke off");
            connection.abort();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the server stops
        } finally {
            connection.answered(kept);
        }
    }

    @Override
    public byte[] read(int maxBytes) throws IOException, InterruptedException {
        if (isRead || !hasBody()) {
            return NOTHING;
        }
        var body = new BodyBuffer(maxBytes);
        connection.read(body);
        isBroken = true;
        var bytes = body.await();
        isBroken = false;
        isRead = true;
        return bytes;
    }

    /// Returns how long the body is, as far as the head tells.
    long declaredBytes() {
        return head == null ? 0 : HttpUtil.getContentLength(head, 0L);
    }

    /// Returns whether the client waits to be told to send the body.
    boolean awaitsContinue() {
        return head != null && HttpUtil.is100ContinueExpected(head);
    }

    private Response answer() throws IOException, InterruptedException {
        if (error != null || head == null) {
            var refused = error == null ? RequestError.of(400, "The request broke off") : error;
            return refused(refused.status(), refused.reason());
        }
        try {
            var uri = RequestUri.parse(head.uri());
            return context.handler()
                    .handle(new Request(head.method().name(), uri, head.headers(), peer, this));
        } catch (RequestRefusedException e) {
            return refused(e.status(), e.reason());
        } catch (RuntimeException | StackOverflowError e) {
            log.atError()
                    .setCause(e)
                    .addKeyValue("server", context.config().name())
                    .addKeyValue("method", head.method().name())
                    .addKeyValue("path", head.uri().replaceFirst("[?].*", ""))
                    .log("request failed by a defect of the server");
            return refused(500, "Internal error: see the server's log");
        }
    }

    private Response refused(int status, String reason) {
        var answer = context.errors().of(status, reason);
        return status == 503 ? answer.with("Retry-After", "1") : answer;
    }

    private Framing framing(Response answer) {
        if (head == null) {
            return new Framing(false, false, false);
        }
        var chunks = !head.protocolVersion().equals(HttpVersion.HTTP_1_0);
        var hasEnd = chunks || answer.body().length().isPresent();
        return new Framing(
                head.method().equals(HttpMethod.HEAD), chunks, hasEnd && mayKeepAlive(head));
    }

    private boolean mayKeepAlive(HttpRequest request) {
        return error == null
                && !isBroken
                && HttpUtil.isKeepAlive(request)
                && !context.connections().areCrowded()
                && (isRead || !hasBody() || isSkippable());
    }

    private boolean hasBody() {
        return head != null && (HttpUtil.isTransferEncodingChunked(head) || declaredBytes() > 0);
    }

    /// Returns whether the rest of the request is short and on its way.
    private boolean isSkippable() {
        return declaredBytes() > 0 && declaredBytes() <= SKIPPED_BYTES && !awaitsContinue();
    }
}
