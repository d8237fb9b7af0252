// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.postgres;

import dev.parley.database.DatabaseUrl;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// An address that leads to a database, as poolers and load balancers give one: it can be led to another
/// server, and it can refuse replication.
///
/// Any thread may call the methods. Each connection has two virtual threads.
public final class SwitchableEndpoint implements AutoCloseable {
    private static final int MOST_STARTUP_BYTES = 10_000;
    private static final int TLS_WANTED = 80877103;
    private static final int GSS_WANTED = 80877104;

    private final ServerSocket listener;
    private final boolean replication;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong refusals = new AtomicLong();
    private volatile DatabaseUrl server;

    private SwitchableEndpoint(DatabaseUrl server, boolean replication) throws IOException {
        this.server = server;
        this.replication = replication;
        this.listener = new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().name("doorway").start(this::accept);
    }

    /// Opens one that passes everything on.
    public static SwitchableEndpoint to(DatabaseUrl server) {
        return open(server, true);
    }

    /// Opens one that refuses replication with the words of pgbouncer.
    public static SwitchableEndpoint withoutReplication(DatabaseUrl server) {
        return open(server, false);
    }

    private static SwitchableEndpoint open(DatabaseUrl server, boolean replication) {
        try {
            return new SwitchableEndpoint(server, replication);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a doorway", e);
        }
    }

    /// Returns the address of the database by this way.
    public DatabaseUrl url() {
        return new DatabaseUrl(
                "127.0.0.1",
                listener.getLocalPort(),
                server.database(),
                server.user(),
                server.password(),
                server.options());
    }

    /// Leads to another server from now on, and cuts all connections to the last one.
    public void leadTo(DatabaseUrl other) {
        server = other;
        cut();
    }

    /// Returns how many connections were refused because they asked for replication.
    public long refusals() {
        return refusals.get();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void cut() {
        sockets.forEach(SwitchableEndpoint::close);
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                Thread.ofVirtual().name("doorway-in").start(() -> serve(client));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket client) {
        sockets.add(client);
        try (client) {
            var startup = startup(client);
            if (!replication && asksForReplication(startup)) {
                refusals.incrementAndGet();
                refuse(client.getOutputStream());
                return;
            }
            try (var upstream = new Socket(server.host(), server.port())) {
                sockets.add(upstream);
                upstream.getOutputStream().write(startup);
                Thread.ofVirtual().name("doorway-out").start(() -> pump(upstream, client));
                pump(client, upstream);
                sockets.remove(upstream);
            }
        } catch (IOException _) {
            // one of both is gone, and so is the other
        } finally {
            sockets.remove(client);
        }
    }

    /// Reads the first message; encryption is declined before.
    private static byte[] startup(Socket client) throws IOException {
        var in = new DataInputStream(client.getInputStream());
        while (true) {
            var length = in.readInt();
            if (length < 8 || length > MOST_STARTUP_BYTES) {
                throw new IOException("not a client of PostgreSQL");
            }
            var message = new byte[length];
            var code = in.readInt();
            ByteBuffer.wrap(message).putInt(length).putInt(code);
            in.readFully(message, 8, length - 8);
            if (code != TLS_WANTED && code != GSS_WANTED) {
                return message;
            }
            client.getOutputStream().write('N');
        }
    }

    private static boolean asksForReplication(byte[] startup) {
        return new String(startup, StandardCharsets.UTF_8).contains("\0replication\0");
    }

    private static void refuse(OutputStream out) throws IOException {
        var fields =
                "SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: replication\0\0"
                        .getBytes(StandardCharsets.UTF_8);
        var data = new DataOutputStream(out);
        data.writeByte('E');
        data.writeInt(fields.length + Integer.BYTES);
        data.write(fields);
        data.flush();
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // cut
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
