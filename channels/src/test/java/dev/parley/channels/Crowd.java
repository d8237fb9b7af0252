// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Many subscribers of one channel on one thread, for they would be a thousand threads elsewhere.
final class Crowd implements AutoCloseable {
    private static final Pattern NUMBER = Pattern.compile("\"data\":\"(\\d+)\"");
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final Selector selector = Selector.open();
    private final List<Member> members = new ArrayList<>();

    private static final class Member {
        private final SocketChannel socket;
        private final StringBuilder text = new StringBuilder();

        Member(SocketChannel socket) {
            this.socket = socket;
        }
    }

    /// Connects and subscribes; returns when all have been told of their success.
    Crowd(int port, int size, String channel) throws IOException {
        var hello = RawSocket.upgrade("/app/" + RunningServer.KEY.key());
        var subscribe =
                RawSocket.text(
                        "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\""
                                + channel
                                + "\"}}");
        for (int i = 0; i < size; i++) {
            var socket =
                    SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.write(ByteBuffer.wrap(hello.getBytes(StandardCharsets.US_ASCII)));
            socket.write(ByteBuffer.wrap(subscribe));
            socket.configureBlocking(false);
            var member = new Member(socket);
            members.add(member);
            socket.register(selector, SelectionKey.OP_READ, member);
        }
        readUntilAll(member -> member.text.indexOf("subscription_succeeded") >= 0);
    }

    /// Reads until every member has had so many events and returns their numbers, member by member.
    List<List<Integer>> receive(int events) throws IOException {
        readUntilAll(member -> numbers(member).size() >= events);
        return members.stream().map(Crowd::numbers).toList();
    }

    private static List<Integer> numbers(Member member) {
        return NUMBER.matcher(member.text)
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .toList();
    }

    private interface Condition {
        boolean holds(Member member);
    }

    private void readUntilAll(Condition condition) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        var waiting = new ArrayList<>(members);
        var buffer = ByteBuffer.allocate(64 << 10);
        while (!waiting.isEmpty()) {
            selector.select(100);
            for (var key : selector.selectedKeys()) {
                read((Member) key.attachment(), buffer);
            }
            selector.selectedKeys().clear();
            waiting.removeIf(condition::holds);
            if (System.nanoTime() > end) {
                throw new AssertionError(waiting.size() + " sockets still wait");
            }
        }
    }

    private static void read(Member member, ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (member.socket.read(buffer) < 0) {
            throw new AssertionError("a socket was closed after " + member.text);
        }
        member.text.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
    }

    @Override
    public void close() throws IOException {
        for (var member : members) {
            member.socket.close();
        }
        selector.close();
    }
}
