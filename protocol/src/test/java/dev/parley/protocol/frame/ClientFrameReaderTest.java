// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.protocol.Limits;
import dev.parley.protocol.ProtocolException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFrameReaderTest {
    private final ClientFrameReader reader = new ClientFrameReader(Limits.defaults());

    // spotless:off
    static Stream<Arguments> frames() {
        return Stream.of(
            Arguments.of("{'event':'pusher:ping','data':{}}", new ClientFrame.Ping()),
            Arguments.of("{'event':'pusher:ping'}", new ClientFrame.Ping()),
            Arguments.of("{'event':'pusher:ping','data':''}", new ClientFrame.Ping()),
            Arguments.of("{'event':'pusher:ping','data':[]}", new ClientFrame.Ping()),
            Arguments.of("{'event':'pusher:pong','data':{}}", new ClientFrame.Pong()),
            Arguments.of("{'event':'pusher:subscribe','data':{'channel':'a'}}", new ClientFrame.Subscribe("a", null, null)),
            Arguments.of("{'event':'pusher:subscribe','data':{'auth':'','channel':'a'}}", new ClientFrame.Subscribe("a", "", null)),
            Arguments.of("{'data':{'channel':'private-a','auth':'k:s','more':[1]},'event':'pusher:subscribe'}", new ClientFrame.Subscribe("private-a", "k:s", null)),
            Arguments.of("{'event':'pusher:subscribe','data':{'auth':'k:s','channel_data':'{\\'user_id\\':1}','channel':'presence-a'}}", new ClientFrame.Subscribe("presence-a", "k:s", "{\"user_id\":1}")),
            Arguments.of("{'event':'pusher:subscribe','channel':null,'data':{'channel':'a','auth':null,'channel_data':null}}", new ClientFrame.Subscribe("a", null, null)),
            Arguments.of("{'event':'pusher:subscribe','data':{'channel':'private-a','auth':'k:s','channel_data':null,'user_data':null}}", new ClientFrame.Subscribe("private-a", "k:s", null)),
            Arguments.of("{'event':'pusher:ping','channel':null,'data':null}", new ClientFrame.Ping()),
            Arguments.of("{'event':'pusher:unsubscribe','data':{'channel':'a'}}", new ClientFrame.Unsubscribe("a")),
            Arguments.of("{'event':'pusher:signin','data':{'auth':'k:s','user_data':'{}'}}", new ClientFrame.SignIn("k:s", "{}")),
            Arguments.of("{'event':'client-x','channel':'private-a','data':{'on': true }}", new ClientFrame.ClientEvent("private-a", "client-x", "{\"on\": true }")),
            Arguments.of("{'event':'client-x','channel':'private-a','data': 'te\\'xt' }", new ClientFrame.ClientEvent("private-a", "client-x", "\"te\\\"xt\"")),
            Arguments.of("{'data':-1.50e3,'event':'client-x','channel':'private-a'}", new ClientFrame.ClientEvent("private-a", "client-x", "-1.50e3")),
            Arguments.of("{'event':'client-x','channel':'private-a','data':null}", new ClientFrame.ClientEvent("private-a", "client-x", "null")),
            Arguments.of("{'event':'client-x','channel':'private-a'}", new ClientFrame.ClientEvent("private-a", "client-x", null)),
            Arguments.of("{'event':'client-x','channel':'private-a','data':'\\u20ac\\ud83d'}", new ClientFrame.ClientEvent("private-a", "client-x", "\"\\u20ac\\ud83d\"")));
    }
    // spotless:on

    @ParameterizedTest
    @MethodSource("frames")
    void a_well_formed_message_is_its_frame(String text, ClientFrame frame) {
        assertThat(reader.read(text.replace("\\'", "\\\"").replace('\'', '"'))).isEqualTo(frame);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "'text'",
                "{",
                "{'event':'pusher:ping'",
                "{'event':'pusher:ping'}}",
                "{'event':'pusher:ping'} {}",
                "{'event':1}",
                "{'event':null}",
                "{'data':{}}",
                "{'event':'pusher:ping','event':'pusher:pong'}",
                "{'event':'pusher:subscribe'}",
                "{'event':'pusher:subscribe','data':''}",
                "{'event':'pusher:subscribe','data':null}",
                "{'event':'pusher:signin','data':{'auth':null,'user_data':'{}'}}",
                "{'event':'client-x','channel':null,'data':{}}",
                "{'event':'pusher:subscribe','data':'{}'}",
                "{'event':'pusher:subscribe','data':{}}",
                "{'event':'pusher:subscribe','data':{'channel':1}}",
                "{'event':'pusher:subscribe','data':{'channel':null}}",
                "{'event':'pusher:subscribe','data':{'channel':'a','channel':'b'}}",
                "{'event':'pusher:subscribe','data':{'channel':'a','auth':{}}}",
                "{'event':'pusher:signin','data':{'auth':'k:s'}}",
                "{'event':'client-x','data':{}}",
                "{'event':'client-x','channel':7,'data':{}}",
                "{'event':'client-x','channel':'private-a','data':[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]}",
                "{'event':'client-x','channel':'private-a','data':{'a':1,'a':2}}",
                "{'event':'client-x','channel':'private-a','data':NaN}",
                "{'event':'client-x','channel':'private-a','data':00}",
                "{'event':'client-x','channel':'private-a','data':'\u0001'}",
                "{event:'pusher:ping'}",
                "/**/{'event':'pusher:ping'}"
            })
    void a_malformed_message_is_a_protocol_exception_without_a_code(String text) {
        var mistake =
                catchThrowableOfType(
                        ProtocolException.class, () -> reader.read(text.replace('\'', '"')));

        assertThat(mistake).as(text).isNotNull();
        assertThat(mistake.code()).isNull();
        assertThat(mistake.reason()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pusher:connection_established",
                "pusher_internal:member_added",
                "pusher:subscription_succeeded",
                "typing",
                "Client-typing",
                ""
            })
    void an_event_a_client_may_not_send_is_named_as_unsupported(String event) {
        var mistake =
                catchThrowableOfType(
                        ProtocolException.class,
                        () ->
                                reader.read(
                                        "{\"event\":\""
                                                + event
                                                + "\",\"channel\":\"private-a\",\"data\":{}}"));

        assertThat(mistake.reason()).isEqualTo("Unsupported event received on socket: " + event);
    }

    @Test
    void an_event_name_has_a_limit() {
        var name = "client-" + "x".repeat(193);
        var frame = "{\"event\":\"%s\",\"channel\":\"private-a\",\"data\":1}";

        assertThat(reader.read(frame.formatted(name))).isInstanceOf(ClientFrame.ClientEvent.class);
        assertThat(
                        catchThrowableOfType(
                                ProtocolException.class,
                                () -> reader.read(frame.formatted(name + "x"))))
                .isNotNull();
    }
}
