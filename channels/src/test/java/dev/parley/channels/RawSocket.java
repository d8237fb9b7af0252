// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// A TCP connection that writes and reads whatever a test wants.
final class RawSocket implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;

    RawSocket(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// Returns the upgrade request of RFC 6455's example.
    static String upgrade(String path) {
        return """
        GET %s HTTP/1.1
        Host: 127.0.0.1
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13

        """
                .formatted(path)
                .replace("\n", "\r\n");
    }

    /// Returns the head of a publish request with one more header.
    static String post(String header) {
        return """
        POST /apps/test-app/events HTTP/1.1
        Host: 127.0.0.1
        %s

        """
                .formatted(header)
                .replace("\n", "\r\n");
    }

    /// Returns a masked frame with a first byte of one's choice; the mask is zero.
    static byte[] frame(int firstByte, byte[] payload) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(firstByte);
        if (payload.length < 126) {
            bytes.write(0x80 | payload.length);
        } else {
            bytes.write(0x80 | 126);
            bytes.write(payload.length >> 8);
            bytes.write(payload.length);
        }
        bytes.writeBytes(new byte[4]);
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    static byte[] text(String text) {
        return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /// Says that nothing more will be sent.
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// Reads until a text has come and returns everything read, one character a byte.
    String readUntil(String text) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf(text, Math.max(0, read.length() - text.length())) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("the connection ended after: " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /// Reads so many bytes, or fewer if the connection ends before.
    byte[] read(int count) throws IOException {
        return in.readNBytes(count);
    }

    /// Reads until the server ends the connection, one character a byte.
    String readToEnd() throws IOException {
        return new String(readBytesToEnd(), StandardCharsets.ISO_8859_1);
    }

    /// Reads until the server ends the connection.
    byte[] readBytesToEnd() throws IOException {
        try {
            return in.readAllBytes();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server did not end the connection", e);
        }
    }

    /// Reads until the server closes the WebSocket and returns the close code.
    int closeCode() throws IOException {
        var read = readToEnd();
        int at = read.lastIndexOf('\u0088');
        if (at < 0) {
            throw new AssertionError("no close frame in: " + read);
        }
        return read.charAt(at + 2) << 8 | read.charAt(at + 3);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
