// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class StrictRequestDecoderTest {
    private final AtomicBoolean mayGoOn = new AtomicBoolean(true);
    private final List<String> targets = new ArrayList<>();
    private final StrictRequestDecoder decoder =
            new StrictRequestDecoder(1_000, 1_000, mayGoOn::get);
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

    @Test
    void what_came_while_it_might_not_go_on_is_read_when_it_goes_on() {
        mayGoOn.set(false);
        receive("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HT");
        var before = List.copyOf(targets);
        var isEmptyBefore = decoder.isEmpty();

        mayGoOn.set(true);
        decoder.goOn();
        collect();
        receive("TP/1.1\r\n\r\n");

        assertThat(before).isEmpty();
        assertThat(isEmptyBefore).isFalse();
        assertThat(targets).containsExactly("/1", "/2", "/3");
        assertThat(decoder.isEmpty()).isTrue();
    }

    private void receive(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
        collect();
    }

    private void collect() {
        for (var message = channel.<Object>readInbound();
                message != null;
                message = channel.readInbound()) {
            if (message instanceof HttpRequest request) {
                targets.add(request.uri());
            }
            ReferenceCountUtil.release(message);
        }
    }
}
