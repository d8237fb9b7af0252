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
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection. Reads a head, has it answered, and looks at the next request only then; reads a
/// body only when it is asked for, so that a stranger's bytes are not kept. Confined to its event loop,
/// except for [#read], [#answered], [#abort], [#stop] and [#closeIfIdle], which any thread may call.
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    /// What the connection is at.
    private enum State {
        /// Nothing of the next request has come.
        WAITING,
        /// Bytes of a head come.
        HEAD,
        /// A thread answers; nothing is read.
        ANSWERING,
        /// That thread waits for the body.
        BODY,
        /// The rest of an answered request is skipped.
        DRAINING,
        /// The last answer is sent, and the client may read it.
        LINGERING,
        /// The end.
        CLOSED
    }

    private final ServerContext context;
    private final SocketChannel channel;
    private final EventLoop loop;
    private final AnswerWriter writer;
    private final StrictRequestDecoder decoder;
    private final InetAddress address;
    private final Entry entry;

    /// What came behind a head that is being answered; at most what one read gives.
    private final Queue<Object> held = new ArrayDeque<>();

    private State state = State.HEAD;
    private @Nullable Future<?> timer;
    private @Nullable ActiveRequest active;
    private @Nullable Thread thread;
    private @Nullable BodyBuffer body;

    /// Whether all of the request that is being answered was read.
    private boolean bodyEnded;

    /// Bytes of the current request.
    private long received;

    /// How many of them are taken from the server's budget, and for whom.
    private long charged;

    private @Nullable Long holder;

    /// Whether the request that is being answered has entered.
    private boolean entered;

    /// Whether bytes behind that request had to be dropped.
    private boolean dropped;

    HttpConnection(ServerContext context, SocketChannel channel, InetAddress address) {
        this.context = context;
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.address = address;
        this.decoder = decoder(context.config().limits());
        this.holder = context.connections().holder(address);
        this.writer =
                new AnswerWriter(channel, context.config().timeouts().write(), context.clock());
        this.entry = context.connections().enter(this, address);
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
        if (entry == Entry.TURNED_AWAY) {
            abort();
            return;
        }
        arm(context.config().timeouts().head(), this::headLate);
        ctx.read();
    }

    /// Counts bytes that came; says whether they are wanted.
    boolean receives(int bytes) {
        switch (state) {
            case CLOSED, LINGERING -> {
                return false;
            }
            case WAITING -> {
                state = State.HEAD;
                disarm();
            }
            case DRAINING -> {
                return true;
            }
            case HEAD, BODY, ANSWERING -> {}
        }
        received += bytes;
        var owed = received - RequestLimits.FREE_BYTES - charged;
        if (owed <= 0) {
            return true;
        }
        if (context.connections().buffers().take(holder, owed)) {
            charged += owed;
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
        if (state == State.ANSWERING) {
            held.add(message);
        } else {
            process(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (state == State.HEAD && timer == null) {
            arm(context.config().timeouts().head(), this::headLate);
        }
        readOn();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state = State.CLOSED;
        disarm();
        release();
        if (body != null) {
            body.fail(new ClientGoneException("the client closed the connection", null));
            body = null;
        }
        if (active == null) {
            leave();
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
                // Otherwise the system would go on to keep it for a client that does not read.
                channel.config().setSoLinger(0);
                var _ = channel.close();
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
            if (state == State.WAITING || state == State.HEAD) {
                close();
            }
        });
    }

    private static StrictRequestDecoder decoder(RequestLimits limits) {
        return new StrictRequestDecoder(limits.targetBytes(), limits.headerBytes());
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
                        gather(content);
                    }
                }
                case DRAINING -> {
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
        var peer =
                context.config()
                        .proxies()
                        .peer(
                                channel.remoteAddress(),
                                false,
                                head.headers().getAll(FORWARDED_FOR),
                                head.headers().getAll(FORWARDED_PROTO));
        var error = new HeadCheck(context.config().limits()).objection(head);
        if (error.isPresent()) {
            refuse(head, peer, error.get());
        } else if (entry == Entry.REFUSED || !enter(peer)) {
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

    /// Takes a request in, and what it has cost on its client's account.
    private boolean enter(Peer peer) {
        entered = context.connections().enter(address, peer);
        if (entered && holder == null) {
            uncharge();
            holder = peer.key();
        }
        return entered;
    }

    private void refuse(@Nullable HttpRequest head, Peer peer, RequestError error) {
        context.refusals().refused(peer, error, received);
        start(new ActiveRequest(this, context, head, peer, error));
    }

    private void start(ActiveRequest request) {
        disarm();
        state = State.ANSWERING;
        active = request;
        bodyEnded = false;
        thread = Thread.ofVirtual().name(context.config().name() + "-request").start(request);
    }

    private void readBody(BodyBuffer wanted) {
        var request = active;
        if (state != State.ANSWERING || request == null) {
            wanted.fail(new ClientGoneException("the connection is closed", null));
            return;
        }
        body = wanted;
        state = State.BODY;
        if (!wanted.holds(request.declaredBytes())) {
            failBody(tooLong(wanted));
            return;
        }
        arm(
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

    private void gather(HttpContent content) {
        var buffer = body;
        if (buffer == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            failBody(RequestError.of(400, "The chunks of the request are broken"));
        } else if (!buffer.holds(content.content().readableBytes())) {
            failBody(tooLong(buffer));
        } else {
            buffer.add(content.content());
            if (content instanceof LastHttpContent) {
                bodyEnded = true;
                body = null;
                state = State.ANSWERING;
                disarm();
                buffer.end();
            }
        }
    }

    private void failBody(RequestError error) {
        var buffer = body;
        var request = active;
        if (buffer != null && request != null) {
            context.refusals().refused(request.peer(), error, received);
            body = null;
            state = State.ANSWERING;
            disarm();
            buffer.fail(new RequestRefusedException(error.status(), error.reason()));
        }
    }

    private static RequestError tooLong(BodyBuffer buffer) {
        return new RequestError(
                413,
                "The body of a request may have at most %d bytes".formatted(buffer.maxBytes()),
                buffer.maxBytes());
    }

    private void next(boolean kept) {
        var request = active;
        active = null;
        thread = null;
        if (request != null && entered) {
            context.connections().leave(address, request.peer());
            entered = false;
        }
        if (state == State.CLOSED) {
            leave();
            return;
        }
        uncharge();
        if (!kept || dropped) {
            end();
        } else if (bodyEnded) {
            await();
        } else {
            state = State.DRAINING;
            arm(context.config().timeouts().body(), this::abort);
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
        received = 0;
        holder = context.connections().holder(address);
        if (decoder.isInTheMiddle()) {
            state = State.HEAD;
            arm(context.config().timeouts().head(), this::headLate);
        } else if (context.connections().areCrowded() && held.isEmpty()) {
            close();
        } else {
            state = State.WAITING;
            arm(context.config().timeouts().keepAlive(), this::close);
        }
    }

    private void close() {
        var _ = channel.close();
    }

    /// Closes behind the last answer; what the client still sends is taken for a while, because
    /// otherwise the connection would be reset and the client might never read that answer.
    private void end() {
        var whole = bodyEnded || held.stream().anyMatch(LastHttpContent.class::isInstance);
        state = State.LINGERING;
        release();
        if (whole) {
            close();
        } else {
            var _ = channel.shutdownOutput();
            arm(LINGER, this::close);
        }
    }

    private void processHeld() {
        while (!held.isEmpty() && state != State.ANSWERING) {
            process(held.remove());
        }
    }

    private void headLate() {
        if (received == 0 && !decoder.isInTheMiddle()) {
            close();
        } else {
            refuse(
                    null,
                    new Peer(address, false),
                    RequestError.of(408, "The head of the request came too slowly"));
        }
    }

    private void readOn() {
        if (state != State.ANSWERING && state != State.CLOSED) {
            channel.read();
        }
    }

    private void arm(Duration patience, Runnable late) {
        disarm();
        timer =
                loop.schedule(
                        () -> {
                            timer = null;
                            late.run();
                        },
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void release() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }

    private void uncharge() {
        context.connections().buffers().give(holder, charged);
        charged = 0;
    }

    private void leave() {
        uncharge();
        context.connections().leave(this, address, entry);
    }
}
