// SPDX-License-Identifier: Apache-2.0
package dev.parley.client;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.ChannelType;
import dev.parley.protocol.frame.ClientFrame;
import dev.parley.protocol.frame.ClientFrameWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One connection to a server that speaks the
/// [Pusher protocol](https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/).
/// Every method that waits throws [DeadlineExceededException] when its answer does not come in time, and
/// [ConnectionClosedException] when the connection ends. One thread uses it at a time; any other may
/// disconnect it.
public final class PusherClient implements AutoCloseable {
    private final WebSocket socket;
    private final ReceiveQueue received;
    private final Duration deadline;
    private final Deque<PusherEvent> passedOver = new ArrayDeque<>();
    private String socketId = "";

    private PusherClient(WebSocket socket, ReceiveQueue received, Duration deadline) {
        this.socket = socket;
        this.received = received;
        this.deadline = deadline;
    }

    /// Connects, and waits until the server has assigned a socket id.
    ///
    /// @param handshake the request, with the headers it needs
    /// @param address the app's address, such as `ws://host:6001/app/key?protocol=7`
    /// @param deadline how long each answer may take
    /// @throws ConnectionFailedException when there is no WebSocket at that address
    /// @throws PusherErrorException when the server refuses the connection
    public static PusherClient connect(WebSocket.Builder handshake, URI address, Duration deadline)
            throws IOException, InterruptedException {
        var client = open(handshake, address, deadline);
        try {
            var _ = client.awaitConnection();
        } catch (IOException | InterruptedException e) {
            client.close();
            throw e;
        }
        return client;
    }

    /// Opens the WebSocket only: for tests of what a server sends first.
    ///
    /// @throws ConnectionFailedException when there is no WebSocket at that address
    public static PusherClient open(WebSocket.Builder handshake, URI address, Duration deadline)
            throws ConnectionFailedException, InterruptedException {
        var received = new ReceiveQueue();
        try {
            var socket =
                    handshake
                            .connectTimeout(deadline)
                            .buildAsync(address, received)
                            .get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            return new PusherClient(socket, received, deadline);
        } catch (ExecutionException e) {
            throw new ConnectionFailedException(address, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new ConnectionFailedException(address, e);
        }
    }

    /// Waits until the server has assigned a socket id.
    ///
    /// @return what the server says
    /// @throws PusherErrorException when the server refuses the connection
    public PusherEvent awaitConnection() throws IOException, InterruptedException {
        var established = answer("pusher:connection_established", null);
        socketId = established.data().path("socket_id").asText();
        return established;
    }

    /// Returns the id by which the server knows this connection; empty before there is one.
    public String socketId() {
        return socketId;
    }

    /// Subscribes to a channel that needs no signature.
    ///
    /// @throws PusherErrorException when the server refuses the subscription
    public PusherEvent subscribe(String channel) throws IOException, InterruptedException {
        return subscribe(channel, null, null);
    }

    /// Subscribes with a signature made here, where the channel needs one.
    ///
    /// @throws PusherErrorException when the server refuses the subscription
    public PusherEvent subscribe(String channel, AppCredentials app)
            throws IOException, InterruptedException {
        return ChannelType.of(channel).needsSignature()
                ? subscribe(channel, app.channelAuth(socketId, channel, null), null)
                : subscribe(channel);
    }

    /// Subscribes to a presence channel with a signature made here.
    ///
    /// @param member the JSON that says who joins
    /// @throws PusherErrorException when the server refuses the subscription
    public PusherEvent subscribeAs(String member, String channel, AppCredentials app)
            throws IOException, InterruptedException {
        return subscribe(channel, app.channelAuth(socketId, channel, member), member);
    }

    /// Subscribes with a signature made elsewhere.
    ///
    /// @param auth `key:signature`; null for a channel that needs none
    /// @param channelData the JSON that says who joins a presence channel; null for others
    /// @return what the server answers
    /// @throws PusherErrorException when the server refuses the subscription
    public PusherEvent subscribe(
            String channel, @Nullable String auth, @Nullable String channelData)
            throws IOException, InterruptedException {
        send(new ClientFrame.Subscribe(channel, auth, channelData));
        return answer("pusher_internal:subscription_succeeded", channel);
    }

    /// Binds the connection to a user.
    ///
    /// @param auth `key:signature`
    /// @param userData the signed JSON that says who it is
    /// @throws PusherErrorException when the server refuses it
    public void signIn(String auth, String userData) throws IOException, InterruptedException {
        send(new ClientFrame.SignIn(auth, userData));
        var _ = answer("pusher:signin_success", null);
    }

    /// Sends an event to the other subscribers of a channel; there is no answer unless it is refused.
    ///
    /// @param event a name that starts with `client-`
    /// @param data JSON
    public void trigger(String channel, String event, String data)
            throws IOException, InterruptedException {
        send(new ClientFrame.ClientEvent(channel, event, data));
    }

    /// Sends a frame and waits for no answer.
    public void send(ClientFrame frame) throws IOException, InterruptedException {
        send(ClientFrameWriter.write(frame));
    }

    /// Sends any text, which need not be a frame of the protocol.
    public void send(String text) throws IOException, InterruptedException {
        sent(socket.sendText(text, true));
    }

    /// Waits for the next event of a name; others that come before it are dropped.
    public PusherEvent next(String name) throws IOException, InterruptedException {
        return next(name, event -> event.is(name), deadline);
    }

    /// Waits for the next event that fits; others that come before it are dropped.
    ///
    /// @param awaited what is waited for, for the error's text
    public PusherEvent next(String awaited, Predicate<PusherEvent> fits, Duration patience)
            throws IOException, InterruptedException {
        var wait = new Wait(awaited, patience);
        while (true) {
            var kept = passedOver.poll();
            var event = kept == null ? receive(wait) : kept;
            if (fits.test(event)) {
                return event;
            }
            pong(event);
        }
    }

    /// Waits for the next message, whatever it is. A ping is returned, too, and not answered.
    public PusherEvent next() throws IOException, InterruptedException {
        return next("a message", _ -> true, deadline);
    }

    /// Drops every message from now on, without a thread that takes them: for a client that only adds load.
    public void ignoreEvents() {
        received.drop();
    }

    /// Drops what comes until the connection ends.
    ///
    /// @return the close code; 1006 when there was no close frame
    public int awaitClose(Duration patience) throws IOException, InterruptedException {
        var wait = new Wait("the close", patience);
        try {
            while (true) {
                var _ = take(wait);
            }
        } catch (ConnectionClosedException e) {
            return e.code();
        }
    }

    /// Sends a close frame, as a browser does that leaves the page.
    public void disconnect() throws IOException, InterruptedException {
        sent(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }

    /// Returns whether neither side has closed the connection.
    public boolean isOpen() {
        return !socket.isInputClosed() && !socket.isOutputClosed();
    }

    /// Cuts the connection.
    @Override
    public void close() {
        socket.abort();
    }

    /// Waits for what the server answers to the frame before; events that come before it are kept.
    private PusherEvent answer(String name, @Nullable String channel)
            throws IOException, InterruptedException {
        var wait = new Wait(name, deadline);
        while (true) {
            var event = receive(wait);
            if (event.is("pusher:error")) {
                throw new PusherErrorException(event);
            }
            if (event.is(name) && Objects.equals(event.channel(), channel)) {
                return event;
            }
            pong(event);
            passedOver.add(event);
        }
    }

    private PusherEvent receive(Wait wait) throws IOException, InterruptedException {
        return PusherEvent.parse(take(wait));
    }

    private String take(Wait wait) throws IOException, InterruptedException {
        var text = received.take(wait.left());
        if (text == null) {
            throw new DeadlineExceededException(wait.awaited(), wait.patience());
        }
        return text;
    }

    private void pong(PusherEvent event) throws IOException, InterruptedException {
        if (event.is("pusher:ping")) {
            send(new ClientFrame.Pong());
        }
    }

    private void sent(CompletableFuture<WebSocket> write) throws IOException, InterruptedException {
        try {
            var _ = write.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new ConnectionClosedException(
                    ReceiveQueue.ABNORMAL_CLOSURE, String.valueOf(e.getCause()));
        } catch (TimeoutException _) {
            throw new DeadlineExceededException("the end of a write", deadline);
        }
    }

    /// One wait for something.
    ///
    /// @param began a value of [System#nanoTime()]
    private record Wait(String awaited, Duration patience, long began) {
        Wait(String awaited, Duration patience) {
            this(awaited, patience, System.nanoTime());
        }

        Duration left() {
            return patience.minusNanos(System.nanoTime() - began);
        }
    }
}
