// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameScannerTest {
    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int CLOSE = 0x88;

    private final List<String> seen = new ArrayList<>();
    private final FrameScanner scanner =
            new FrameScanner(
                    new FrameScanner.Sink() {
                        @Override
                        public void onEvent(int sequence) {
                            seen.add(Integer.toString(sequence));
                        }

                        @Override
                        public void onFrame(int opcode, ByteBuffer payload) {
                            seen.add(opcode + ":" + StandardCharsets.UTF_8.decode(payload));
                        }
                    });

    @Test
    void one_frame_tells_its_number() {
        scanner.scan(frame(TEXT, event(42)));

        assertThat(seen).containsExactly("42");
    }

    @Test
    void joined_frames_are_told_apart() {
        scanner.scan(
                joined(
                        frame(TEXT, event(1)),
                        frame(TEXT, event(22_222_222)),
                        frame(TEXT, event(Marker.MAX_SEQUENCE))));

        assertThat(seen).containsExactly("1", "22222222", "99999999");
    }

    @Test
    void a_stream_cut_anywhere_gives_the_same_frames() {
        var stream =
                joined(
                        frame(TEXT, event(1)),
                        frame(PING, "hi"),
                        frame(TEXT, event(2)),
                        frame(TEXT, "x".repeat(70_000) + event(3)));

        for (int cut = 0; cut <= 400; cut++) {
            scanner.scan(stream.slice(0, cut));
            scanner.scan(stream.slice(cut, stream.limit() - cut));
        }

        assertThat(seen).hasSize(4 * 401);
        for (int i = 0; i < seen.size(); i += 4) {
            assertThat(seen.subList(i, i + 4)).containsExactly("1", "9:hi", "2", "3");
        }
    }

    @Test
    void a_stream_that_comes_byte_by_byte_gives_the_same_frames() {
        var stream = joined(frame(TEXT, event(1)), frame(TEXT, event(2)));

        for (int at = 0; at < stream.limit(); at++) {
            scanner.scan(stream.slice(at, 1));
        }

        assertThat(seen).containsExactly("1", "2");
    }

    @Test
    void a_marker_that_moves_is_found_again() {
        scanner.scan(frame(TEXT, event(1)));
        scanner.scan(frame(TEXT, "{\"longer\":true," + event(2)));
        scanner.scan(frame(TEXT, event(3)));

        assertThat(seen).containsExactly("1", "2", "3");
    }

    @Test
    void frames_without_a_marker_are_handed_on() {
        scanner.scan(joined(frame(TEXT, "{\"event\":\"pusher:ping\"}"), frame(CLOSE, "bye")));

        assertThat(seen).containsExactly("1:{\"event\":\"pusher:ping\"}", "8:bye");
    }

    private static String event(int sequence) {
        var data = Marker.data(64).getBytes(StandardCharsets.UTF_8);
        Marker.write(data, 0, sequence);
        return "{\"event\":\"new-message\",\"channel\":\"c\",\"data\":\""
                + new String(data, StandardCharsets.UTF_8)
                + "\"}";
    }

    private static ByteBuffer frame(int first, String text) {
        var payload = text.getBytes(StandardCharsets.UTF_8);
        var frame = ByteBuffer.allocate(10 + payload.length).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 65_536) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        return frame.put(payload).flip();
    }

    private static ByteBuffer joined(ByteBuffer... frames) {
        var all = ByteBuffer.allocate(Arrays.stream(frames).mapToInt(ByteBuffer::limit).sum());
        Arrays.stream(frames).forEach(all::put);
        return all.flip();
    }
}
