// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.wiretap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// One connection through the proxy: two sockets, and a [Pipe] for either way. Any thread may end it.
final class Connection {
    private final Socket client;
    private final Socket server = new Socket();
    private final Map<Direction, Wire> wires;
    private final ProxyStats stats;
    private final Consumer<Connection> ended;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Map<Direction, Pipe> pipes = new EnumMap<>(Direction.class);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /// @param ended told once when it is over
    Connection(
            Socket client,
            Map<Direction, Wire> wires,
            ProxyStats stats,
            Consumer<Connection> ended) {
        this.client = client;
        this.wires = wires;
        this.stats = stats;
        this.ended = ended;
        pipes.put(Direction.TO_SERVER, pipe(client, server, Direction.TO_SERVER));
        pipes.put(Direction.TO_CLIENT, pipe(server, client, Direction.TO_CLIENT));
    }

    /// Connects to the server and carries everything until both have ended.
    void run(InetSocketAddress address) {
        try {
            wire(Direction.TO_SERVER).awaitPassage();
            client.setTcpNoDelay(true);
            server.connect(address);
            server.setTcpNoDelay(true);
            for (var pipe : pipes.values()) {
                start("read", pipe::read);
                start("write", () -> carry(pipe));
            }
            if (!open.get()) {
                threads.forEach(Thread::interrupt); // ended before it knew its threads
            }
            for (var thread : threads) {
                thread.join();
            }
            close(false);
        } catch (IOException | InterruptedException e) {
            close(true);
        }
    }

    /// Ends it with a reset for both sides.
    void reset() {
        if (close(true)) {
            stats.count(ProxyEvent.RESETS);
        }
    }

    /// Ends one way and leaves the other.
    void halfClose(Direction direction) {
        try {
            pipe(direction).end();
            stats.count(ProxyEvent.HALF_CLOSES);
        } catch (IOException e) {
            close(true); // it was over already
        }
    }

    private void carry(Pipe pipe) throws IOException, InterruptedException {
        if (pipe.write()) {
            close(true);
        }
    }

    private void start(String role, Work work) {
        threads.add(
                Thread.ofVirtual()
                        .name("wiretap-" + role)
                        .start(() -> {
                            try {
                                work.run();
                            } catch (IOException | InterruptedException e) {
                                close(true); // one side has reset it: so must the other
                            }
                        }));
    }

    /// @return whether it was open
    private boolean close(boolean reset) {
        if (!open.compareAndSet(true, false)) {
            return false;
        }
        close(client, reset);
        close(server, reset);
        threads.forEach(Thread::interrupt);
        ended.accept(this);
        return true;
    }

    private static void close(Socket socket, boolean reset) {
        try (socket) {
            if (reset && !socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // it was gone before
        }
    }

    private Pipe pipe(Socket from, Socket to, Direction direction) {
        return new Pipe(from, to, wire(direction), stats);
    }

    private Pipe pipe(Direction direction) {
        return Objects.requireNonNull(pipes.get(direction));
    }

    private Wire wire(Direction direction) {
        return Objects.requireNonNull(wires.get(direction));
    }

    /// What a thread of a connection does.
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }
}
