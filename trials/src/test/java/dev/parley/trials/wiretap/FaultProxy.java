// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.wiretap;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A TCP proxy on a free port of this machine that passes everything on, or does to it what it is told.
///
/// Any thread may call its methods; each takes effect at once and on connections that are open.
public final class FaultProxy implements AutoCloseable {
    private final InetSocketAddress server;
    private final ProxyStats stats = new ProxyStats();
    private final Map<Direction, Wire> wires =
            Map.of(Direction.TO_SERVER, new Wire(stats), Direction.TO_CLIENT, new Wire(stats));
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final int port;

    @GuardedBy("this")
    private ServerSocket listener;

    @GuardedBy("this")
    private Thread acceptor;

    private FaultProxy(InetSocketAddress server) throws IOException {
        this.server = server;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        this.acceptor = accept(listener);
    }

    /// Starts a proxy that passes everything on.
    ///
    /// @param host where the server is
    /// @param port its TCP port
    public static FaultProxy to(String host, int port) {
        try {
            return new FaultProxy(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a proxy to " + host + ":" + port, e);
        }
    }

    /// Returns the port to connect to on 127.0.0.1.
    public int port() {
        return port;
    }

    /// Lets one way suffer these faults and no others.
    public void suffer(Direction direction, Fault... faults) {
        Objects.requireNonNull(wires.get(direction)).suffer(List.of(faults));
    }

    /// Lets both ways suffer these faults and no others.
    public void suffer(Fault... faults) {
        for (var direction : Direction.values()) {
            suffer(direction, faults);
        }
    }

    /// Resets all connections; new ones are taken.
    public void reset() {
        connections.forEach(Connection::reset);
    }

    /// Ends one way of all connections; the other stays open, and the sender of the ended way does not
    /// learn of it.
    public void halfClose(Direction direction) {
        connections.forEach(connection -> connection.halfClose(direction));
    }

    /// Refuses new connections and resets those there are.
    public synchronized void refuse() {
        try {
            listener.close();
            acceptor.join(); // the port is closed when nobody waits on it any more
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close port " + port, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reset();
    }

    /// Ends all faults, also those of [#refuse]; connections that were cut stay cut.
    public synchronized void heal() {
        suffer();
        if (listener.isClosed()) {
            try {
                listener = listen(port);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot listen on port " + port + " again", e);
            }
            acceptor = accept(listener);
        }
    }

    /// Returns how often it has done something.
    public long count(ProxyEvent event) {
        return stats.of(event);
    }

    /// Returns how many connections are open.
    public int connections() {
        return connections.size();
    }

    @Override
    public void close() {
        suffer(); // frees who waits in a hole
        refuse();
    }

    /// Returns everything it has done, for people.
    @Override
    public String toString() {
        return "proxy to " + server + " " + stats;
    }

    private static ServerSocket listen(int port) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private Thread accept(ServerSocket from) {
        return Thread.ofVirtual()
                .name("wiretap-accept")
                .start(() -> {
                    try {
                        while (true) {
                            carry(from.accept());
                        }
                    } catch (IOException e) {
                        // closed: connections are refused from now on
                    }
                });
    }

    private void carry(Socket client) {
        var connection = new Connection(client, wires, stats, connections::remove);
        connections.add(connection);
        stats.count(ProxyEvent.CONNECTIONS);
        Thread.ofVirtual().name("wiretap-connection").start(() -> connection.run(server));
    }
}
