// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import dev.parley.http.Connections.Entry;
import dev.parley.http.peer.Peer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection. Reads a head, has it answered, and looks at the next request only then; reads a
/// body only when it is asked for, so that a stranger's bytes are not kept. Confined to its event loop,
/// except for [#read], [#answered], [#abort], [#stop] and [#closeIfIdle], which any thread may call.
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

    private static final Duration LINGER = Duration.ofSeconds(2);

    private final ServerContext context;
    private final SocketChannel channel;
    private final EventLoop loop;
    private final AnswerWriter writer;
    private final StrictRequestDecoder decoder;
    private final InetAddress address;
    private final ClientAccount account;
    private final LoopTimer timer;
    private final BodyIntake body = new BodyIntake();
    private final HeldMessages held = new HeldMessages();

    private ConnectionState state = ConnectionState.HEAD;
    private @Nullable ActiveRequest active;
    private @Nullable Thread thread;

    /// Whether bytes behind the request that is being answered had to be dropped.
    private boolean dropped;

    HttpConnection(ServerContext context, SocketChannel channel, InetAddress address) {
        this.context = context;
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.address = address;
        this.decoder = decoder(context.config().limits());
        this.timer = new LoopTimer(loop);
        this.writer =
                new AnswerWriter(channel, context.config().timeouts().write(), context.clock());
        this.account = new ClientAccount(context.connections(), this, address);
    }

    /// Returns what reads this connection's requests.
    StrictRequestDecoder decoder() {
        return decoder;
    }

    AnswerWriter writer() {
        return writer;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (account.entry() == Entry.TURNED_AWAY) {
            abort();
            return;
        }
        timer.arm(context.config().timeouts().head(), this::headLate);
        ctx.read();
    }

    /// Counts bytes that came; says whether they are wanted.
    boolean receives(int bytes) {
        switch (state) {
            case CLOSED, LINGERING -> {
                return false;
            }
            case WAITING -> {
                state = ConnectionState.HEAD;
                timer.disarm();
            }
            case SKIPPING -> {
                return true;
            }
            case HEAD, BODY, ANSWERING -> {}
        }
        if (account.receive(bytes)) {
            return true;
        }
        var error =
                new RequestError(
                        503,
                        "The server is being sent more than it can keep; try again",
                        context.config().limits().bufferedBytes());
        switch (state) {
            case BODY -> failBody(error);
            case HEAD -> refuse(null, new Peer(address, false), error);
            default -> dropped = true;
        }
        return false;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (state == ConnectionState.ANSWERING) {
            held.add(message);
        } else {
            process(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (state == ConnectionState.HEAD && !timer.isArmed()) {
            timer.arm(context.config().timeouts().head(), this::headLate);
        }
        readOn();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state = ConnectionState.CLOSED;
        timer.disarm();
        held.release();
        body.fail(new ClientGoneException("the client closed the connection", null));
        if (active == null) {
            account.leave(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            log.atError().setCause(cause).log("connection closed by a defect of the server");
        }
        abort();
    }

    /// Begins to read the body of the request that is being answered.
    void read(BodyBuffer wanted) {
        loop.execute(() -> readBody(wanted));
    }

    /// Goes on after an answer.
    ///
    /// @param kept whether another request may follow
    void answered(boolean kept) {
        loop.execute(() -> next(kept));
    }

    /// Closes the connection at once; what is not sent yet is dropped.
    void abort() {
        loop.execute(() -> {
            if (channel.isOpen()) {
                try {
                    // Otherwise the system would go on to keep it for a client that does not read.
                    channel.config().setSoLinger(0);
                } finally {
                    close(); // some systems take no option of a connection that was reset
                }
            }
        });
    }

    /// Closes the connection at once and interrupts what is under way.
    void stop() {
        abort();
        loop.execute(() -> {
            if (thread != null) {
                thread.interrupt();
            }
        });
    }

    /// Closes the connection when no request is under way.
    void closeIfIdle() {
        loop.execute(() -> {
            if (state == ConnectionState.WAITING || state == ConnectionState.HEAD) {
                close();
            }
        });
    }

    private StrictRequestDecoder decoder(RequestLimits limits) {
        return new StrictRequestDecoder(limits.targetBytes(), limits.headerBytes(), this::decodes);
    }

    /// Returns whether more may be decoded. Behind a request that is being answered nothing is: decoded, a
    /// request of a few bytes takes hundreds.
    private boolean decodes() {
        return state != ConnectionState.ANSWERING
                || !(body.hasEnded() || held.holdEnd() || held.areMany());
    }

    private void process(Object message) {
        try {
            switch (state) {
                case WAITING, HEAD -> {
                    if (message instanceof HttpRequest head) {
                        begin(head);
                    }
                }
                case BODY -> {
                    if (message instanceof HttpContent content) {
                        take(content);
                    }
                }
                case SKIPPING -> {
                    if (message instanceof HttpContent content) {
                        skip(content);
                    }
                }
                case ANSWERING, LINGERING, CLOSED -> {}
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest head) {
        var peer = context.peer(channel.remoteAddress(), head);
        var error = new HeadCheck(context.config().limits()).objection(head);
        if (error.isPresent()) {
            refuse(head, peer, error.get());
        } else if (account.entry() == Entry.REFUSED || !account.enter(peer)) {
            refuse(
                    head,
                    peer,
                    new RequestError(
                            503,
                            "The server has too many connections; try again",
                            context.config().limits().connections()));
        } else {
            start(new ActiveRequest(this, context, head, peer, null));
        }
    }

    private void refuse(@Nullable HttpRequest head, Peer peer, RequestError error) {
        context.refusals().refused(peer, error, account.received());
        start(new ActiveRequest(this, context, head, peer, error));
    }

    private void start(ActiveRequest request) {
        timer.disarm();
        state = ConnectionState.ANSWERING;
        active = request;
        body.reset();
        thread = Thread.ofVirtual().name(context.config().name() + "-request").start(request);
    }

    private void readBody(BodyBuffer wanted) {
        var request = active;
        if (state != ConnectionState.ANSWERING || request == null) {
            wanted.fail(new ClientGoneException("the connection is closed", null));
            return;
        }
        state = ConnectionState.BODY;
        var error = body.begin(wanted, request.declaredBytes());
        if (error.isPresent()) {
            failBody(error.get());
            return;
        }
        timer.arm(
                context.config().timeouts().body(),
                () -> failBody(RequestError.of(408, "The body of the request came too slowly")));
        if (request.awaitsContinue()) {
            var _ =
                    channel.writeAndFlush(
                            new DefaultFullHttpResponse(
                                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
        processHeld();
        readOn();
    }

    private void take(HttpContent content) {
        body.add(content).ifPresent(this::failBody);
        if (body.hasEnded()) {
            state = ConnectionState.ANSWERING;
            timer.disarm();
        }
    }

    private void failBody(RequestError error) {
        var request = active;
        if (request != null) {
            context.refusals().refused(request.peer(), error, account.received());
            state = ConnectionState.ANSWERING;
            timer.disarm();
            body.fail(new RequestRefusedException(error.status(), error.reason()));
        }
    }

    private void next(boolean kept) {
        active = null;
        thread = null;
        account.leaveRequest();
        if (state == ConnectionState.CLOSED) {
            account.leave(this);
            return;
        }
        if (!kept || dropped) {
            end();
        } else if (body.hasEnded()) {
            await();
        } else {
            state = ConnectionState.SKIPPING;
            timer.arm(context.config().timeouts().body(), this::abort);
        }
        processHeld();
        readOn();
    }

    private void skip(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            abort();
        } else if (content instanceof LastHttpContent) {
            await();
        }
    }

    /// Waits for the next request.
    private void await() {
        account.next();
        if (decoder.isInTheMiddle()) {
            awaitHead();
        } else if (context.connections().areCrowded() && held.isEmpty() && decoder.isEmpty()) {
            close();
        } else {
            state = ConnectionState.WAITING;
            timer.arm(context.config().timeouts().keepAlive(), this::close);
        }
    }

    private void awaitHead() {
        state = ConnectionState.HEAD;
        timer.arm(context.config().timeouts().head(), this::headLate);
    }

    private void close() {
        var _ = channel.close();
    }

    /// Closes behind the last answer; what the client still sends is taken for a while, because
    /// otherwise the connection would be reset and the client might never read that answer.
    private void end() {
        var whole = body.hasEnded() || held.holdEnd();
        state = ConnectionState.LINGERING;
        held.release();
        if (whole) {
            close();
        } else {
            var _ = channel.shutdownOutput();
            timer.arm(LINGER, this::close);
        }
    }

    private void processHeld() {
        while (!held.isEmpty() && state != ConnectionState.ANSWERING) {
            process(held.remove());
        }
        decoder.goOn();
        if (state == ConnectionState.WAITING && decoder.isInTheMiddle()) {
            awaitHead();
        }
    }

    private void headLate() {
        if (account.received() == 0 && !decoder.isInTheMiddle()) {
            close();
        } else {
            refuse(
                    null,
                    new Peer(address, false),
                    RequestError.of(408, "The head of the request came too slowly"));
        }
    }

    private void readOn() {
        if (state != ConnectionState.ANSWERING && state != ConnectionState.CLOSED) {
            channel.read();
        }
    }
}
