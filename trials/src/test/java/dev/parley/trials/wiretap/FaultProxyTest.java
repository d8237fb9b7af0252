// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.wiretap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("short")
final class FaultProxyTest {
    private static final int SOON_MILLIS = 300;

    private final Echo echo = new Echo();
    private final FaultProxy proxy = FaultProxy.to("127.0.0.1", echo.port());
    private Socket client = new Socket();

    @BeforeEach
    void connect() throws IOException {
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setTcpNoDelay(true);
        client.setSoTimeout(10_000);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        echo.close();
    }

    @Test
    void without_a_fault_every_byte_passes_and_so_does_the_end() throws IOException {
        var sent = new byte[1_000_000];
        new Random(1).nextBytes(sent);

        Thread.ofVirtual()
                .start(() -> {
                    try {
                        client.getOutputStream().write(sent);
                        client.shutdownOutput();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });

        assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
        assertThat(proxy.count(ProxyEvent.BYTES)).isEqualTo(2L * sent.length);
        eventually(() -> proxy.connections() == 0);
    }

    @Test
    void latency_delays_each_way() throws IOException {
        var latency = Duration.ofSeconds(1);
        assertThat(say("warm")).isLessThan(latency);
        assertThat(proxy.count(ProxyEvent.DELAYED)).isZero();

        proxy.suffer(new Fault.Latency(latency));

        assertThat(say("late")).isBetween(latency.multipliedBy(2), latency.multipliedBy(8));
        assertThat(proxy.count(ProxyEvent.DELAYED)).isEqualTo(2);
    }

    @Test
    void latency_does_not_lower_the_throughput() throws IOException {
        proxy.suffer(new Fault.Latency(Duration.ofMillis(SOON_MILLIS)));
        var out = client.getOutputStream();

        var started = System.nanoTime();
        for (var i = 0; i < 50; i++) {
            out.write(new byte[100]);
            out.flush();
        }
        client.getInputStream().readNBytes(5_000);

        assertThat(since(started).toMillis()).isLessThan(10L * SOON_MILLIS);
    }

    @Test
    void a_slow_line_carries_what_it_can() throws IOException {
        proxy.suffer(Direction.TO_CLIENT, new Fault.Rate(10_000));

        var took = say("x".repeat(10_000));

        assertThat(took.toMillis()).isBetween(900L, 5_000L);
        assertThat(proxy.count(ProxyEvent.THROTTLED)).isGreaterThanOrEqualTo(50);
    }

    @Test
    void slices_arrive_one_by_one() throws IOException {
        proxy.suffer(Direction.TO_CLIENT, new Fault.Slices(1));
        var echoed = new byte[20_000];

        // a reader that had to wait for a core finds several of them together
        eventually(() -> {
            var before = proxy.count(ProxyEvent.SLICED);
            var reads = reads(echoed);
            assertThat(proxy.count(ProxyEvent.SLICED) - before).isGreaterThanOrEqualTo(19_999);
            return reads > 20;
        });
    }

    @Test
    void a_hole_swallows_everything_and_gives_it_back_when_healed() throws IOException {
        proxy.suffer(new Fault.Hole());
        client.getOutputStream().write("lost?".getBytes(StandardCharsets.ISO_8859_1));
        client.setSoTimeout(SOON_MILLIS);
        assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketTimeoutException.class);
        eventually(() -> proxy.count(ProxyEvent.HELD) == 1);

        proxy.heal();

        client.setSoTimeout(10_000);
        assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("lost?");
    }

    @Test
    void a_hole_for_one_way_lets_the_other_pass() throws IOException {
        say("warm");
        var before = proxy.count(ProxyEvent.BYTES);
        proxy.suffer(Direction.TO_CLIENT, new Fault.Hole());

        client.getOutputStream().write(new byte[100]);

        eventually(() -> proxy.count(ProxyEvent.BYTES) == before + 100);
        eventually(() -> proxy.count(ProxyEvent.HELD) == 1);
    }

    @Test
    void nobody_gets_through_a_hole_and_nobody_is_refused() throws IOException {
        proxy.suffer(new Fault.Hole());

        try (var second = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            second.getOutputStream().write(1);
            second.setSoTimeout(SOON_MILLIS);
            assertThatThrownBy(() -> second.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);
        }

        assertThat(proxy.count(ProxyEvent.BYTES)).isZero();
    }

    @Test
    void a_reset_is_a_reset() throws IOException {
        say("warm");

        proxy.reset();

        assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        assertThat(proxy.count(ProxyEvent.RESETS)).isEqualTo(1);
    }

    @Test
    void a_half_closed_connection_still_carries_the_other_way() throws IOException {
        say("warm");
        var before = proxy.count(ProxyEvent.BYTES);

        proxy.halfClose(Direction.TO_CLIENT);

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        client.getOutputStream().write(new byte[100]);
        eventually(() -> proxy.count(ProxyEvent.BYTES) == before + 100);
        assertThat(proxy.count(ProxyEvent.HALF_CLOSES)).isEqualTo(1);
    }

    @Test
    void a_cut_comes_after_exactly_so_many_bytes() throws IOException {
        say("warm");
        proxy.suffer(Direction.TO_CLIENT, new Fault.Cut(700));
        var before = proxy.count(ProxyEvent.BYTES);

        client.getOutputStream().write(new byte[1_000]);

        assertThatThrownBy(() -> client.getInputStream().readNBytes(1_000))
                .isInstanceOf(SocketException.class);
        assertThat(proxy.count(ProxyEvent.BYTES)).isEqualTo(before + 1_700);
        assertThat(proxy.count(ProxyEvent.RESETS)).isEqualTo(1);
    }

    @Test
    void a_flip_changes_one_byte_beside_a_text() throws IOException {
        proxy.suffer(Direction.TO_CLIENT, new Fault.Flip("room", 5, 0x02));

        client.getOutputStream().write("a room 1".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(client.getInputStream().readNBytes(8)).asString().isEqualTo("a room 3");
        assertThat(proxy.count(ProxyEvent.FLIPPED)).isEqualTo(1);
    }

    @Test
    void noise_changes_as_many_bytes_as_asked_and_the_same_for_a_seed() throws IOException {
        proxy.suffer(Direction.TO_SERVER, new Fault.Noise(100, 7));
        client.getOutputStream().write(new byte[10_000]);
        var first = client.getInputStream().readNBytes(10_000);
        proxy.suffer();
        say("quiet");
        proxy.suffer(Direction.TO_SERVER, new Fault.Noise(100, 7));
        client.getOutputStream().write(new byte[10_000]);

        assertThat(client.getInputStream().readNBytes(10_000)).isEqualTo(first);
        assertThat(proxy.count(ProxyEvent.FLIPPED)).isBetween(100L, 300L);
    }

    @Test
    void who_is_refused_is_let_in_again_on_the_same_port() throws IOException {
        proxy.refuse();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), proxy.port()).close())
                .isInstanceOf(ConnectException.class);

        proxy.heal();
        connect();

        assertThat(say("again")).isPositive();
    }

    /// Sends bytes, and returns in how many reads they come back.
    private int reads(byte[] bytes) throws IOException {
        client.getOutputStream().write(bytes);
        var reads = 0;
        for (var left = bytes.length; left > 0; reads++) {
            left -= client.getInputStream().read(bytes);
        }
        return reads;
    }

    /// Sends a text and waits for it to come back; returns how long that took.
    private Duration say(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        var started = System.nanoTime();
        client.getOutputStream().write(bytes);
        assertThat(client.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
        return since(started);
    }

    private static Duration since(long startedNanos) {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private static void eventually(Callable<Boolean> fact) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(fact);
    }
}
