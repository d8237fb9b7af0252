// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;

/// One span of an `ExportTraceServiceRequest`, by the field numbers of
/// [trace.proto](https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto).
///
/// @param trace hexadecimal
/// @param parent hexadecimal, empty for none
/// @param start nanoseconds since 1970
public record ReceivedSpan(
        String trace, String id, String parent, String name, long start, long end) {

    static List<ReceivedSpan> read(byte[] request) {
        var spans = new ArrayList<ReceivedSpan>();
        each(
                request,
                1,
                resource ->
                        each(resource, 2, scope -> each(scope, 2, span -> spans.add(span(span)))));
        return spans;
    }

    private static ReceivedSpan span(byte[] bytes) {
        var texts = new String[] {"", "", "", "", "", ""};
        var times = new long[9];
        fields(
                bytes,
                (number, value) -> {
                    switch (number) {
                        case 1, 2, 4 -> texts[number] = HexFormat.of().formatHex((byte[]) value);
                        case 5 ->
                                texts[number] = new String((byte[]) value, StandardCharsets.UTF_8);
                        case 7, 8 -> times[number] = (long) value;
                        default -> {}
                    }
                });
        return new ReceivedSpan(texts[1], texts[2], texts[4], texts[5], times[7], times[8]);
    }

    private static void each(byte[] bytes, int wanted, java.util.function.Consumer<byte[]> then) {
        fields(
                bytes,
                (number, value) -> {
                    if (number == wanted && value instanceof byte[] inner) {
                        then.accept(inner);
                    }
                });
    }

    private static void fields(byte[] bytes, BiConsumer<Integer, Object> then) {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            var tag = (int) varint(in);
            var value =
                    switch (tag & 7) {
                        case 0 -> (Object) varint(in);
                        case 1 -> (Object) in.getLong();
                        case 2 -> {
                            var inner = new byte[(int) varint(in)];
                            in.get(inner);
                            yield (Object) inner;
                        }
                        case 5 -> (Object) in.getInt();
                        default -> throw new IllegalArgumentException("wire type of tag " + tag);
                    };
            then.accept(tag >>> 3, value);
        }
    }

    private static long varint(ByteBuffer in) {
        var value = 0L;
        for (var shift = 0; ; shift += 7) {
            var next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
