// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class HttpFaultTest {
    /// What a TLS server says to a request that is none of TLS: alert, version 1.2, fatal, unexpected message.
    private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 10};

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void plain_http_to_a_port_of_tls_is_told_as_such() throws IOException {
        assertThat(faultOf(ALERT)).contains("most likely the port speaks TLS");
    }

    @Test
    void a_server_that_hangs_up_without_a_word_may_be_one_of_tls_or_of_something_else()
            throws IOException {
        assertThat(faultOf(new byte[0])).contains("speaks TLS").contains("another protocol");
    }

    @Test
    void a_server_of_another_protocol_is_no_http() throws IOException {
        assertThat(faultOf("SSH-2.0-OpenSSH_9.9\r\n".getBytes(StandardCharsets.US_ASCII)))
                .contains("does not answer plain HTTP");
    }

    @Test
    void a_port_where_nothing_listens_is_named() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(HttpFault.of(failure(free))).isEqualTo("nothing listens there");
    }

    /// Returns what is said of a server that takes a request and answers these bytes.
    private String faultOf(byte[] answer) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> answerAll(server, answer));
            return HttpFault.of(failure(server.getLocalPort()));
        }
    }

    /// Answers every connection, since a client tries again when one ends without an answer.
    private static void answerAll(ServerSocket server, byte[] answer) {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                var _ = socket.getInputStream().read(new byte[1_024]);
                socket.getOutputStream().write(answer);
            } catch (IOException _) {
                // the client or the test has ended
            }
        }
    }

    private IOException failure(int port) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build();
        return catchThrowableOfType(
                IOException.class, () -> client.send(request, BodyHandlers.ofString()));
    }
}
