// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.protocol.Limits;
import dev.parley.protocol.RequestSignature.Parameter;
import dev.parley.protocol.SocketId;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishRequestReaderTest {
    private final PublishRequestReader reader = new PublishRequestReader(Limits.defaults());
    private final PublishRules rules = new PublishRules(Limits.defaults());

    @Test
    void an_event_is_read_whole() {
        var event =
                reader.event(
                        List.of(),
                        bytes(
                                "{'name':'foo','data':'{}','channels':['a','b','a'],"
                                        + "'socket_id':'1.2','info':'user_count,subscription_count'}"));

        assertThat(event)
                .isEqualTo(
                        new PublishEvent(
                                "foo",
                                "{}",
                                List.of("a", "b"),
                                new SocketId("1.2"),
                                Set.of(Attribute.USER_COUNT, Attribute.SUBSCRIPTION_COUNT)));
    }

    @Test
    void an_event_may_stand_in_the_query() {
        var query =
                List.of(
                        new Parameter("name", "foo"),
                        new Parameter("data", "{}"),
                        new Parameter("channels[]", "a"),
                        new Parameter("channels[]", "b"),
                        new Parameter("socket_id", "1.2"),
                        new Parameter("info", "user_count"),
                        new Parameter("auth_key", "x"));

        assertThat(reader.event(query, new byte[0]))
                .isEqualTo(
                        new PublishEvent(
                                "foo",
                                "{}",
                                List.of("a", "b"),
                                new SocketId("1.2"),
                                Set.of(Attribute.USER_COUNT)));
    }

    @Test
    void the_body_is_preferred_to_the_query() {
        var query =
                List.of(
                        new Parameter("name", "other"),
                        new Parameter("data", "other"),
                        new Parameter("channels[]", "other"));

        assertThat(reader.event(query, bytes("{'name':'foo','channels':['a']}")))
                .isEqualTo(PublishEvent.to("a", "foo", "other"));
    }

    @Test
    void the_deprecated_form_has_the_data_as_its_body() {
        var event = reader.eventTo("a", List.of(new Parameter("name", "foo")), bytes("7"));

        assertThat(event).isEqualTo(PublishEvent.to("a", "foo", "7"));
        assertThat(
                        catchThrowableOfType(
                                        ApiException.class,
                                        () -> reader.eventTo("a", List.of(), bytes("7")))
                                .status())
                .isEqualTo(400);
    }

    @Test
    void an_event_may_have_an_id_of_its_own() {
        var event =
                reader.event(
                        List.of(),
                        bytes("{'name':'x','data':'','channel':'a','idempotency_key':'id 1'}"));

        assertThat(event).isEqualTo(PublishEvent.to("a", "x", "").withId("id 1"));
        assertThat(status(PublishEvent.to("a", "x", "").withId(""))).isEqualTo(400);
        assertThat(status(PublishEvent.to("a", "x", "").withId("x".repeat(201)))).isEqualTo(400);
        assertThat(rules.check(PublishEvent.to("a", "x", "").withId("x".repeat(200)))).hasSize(1);
    }

    @Test
    void an_object_as_data_becomes_its_text() {
        var event = reader.event(List.of(), bytes("{'name':'foo','data':{'a': 1},'channel':'a'}"));

        assertThat(event.data()).isEqualTo("{\"a\": 1}");
    }

    @Test
    void a_batch_keeps_its_order() {
        var events =
                reader.batch(
                        bytes(
                                "{'batch':[{'name':'x','channel':'a','data':'1'},"
                                        + "{'name':'y','channel':'b','data':''}]}"));

        assertThat(events)
                .containsExactly(PublishEvent.to("a", "x", "1"), PublishEvent.to("b", "y", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{'name':'x','data':'','channels':[]}",
                "{'name':'x','data':'','channels':'a'}",
                "{'name':'x','data':'','channels':[1]}",
                "{'name':'x','data':null,'channel':'a'}",
                "{'name':'x','data':7,'channel':'a'}",
                "{'name':'x','channel':'a'}",
                "{'data':'','channel':'a'}",
                "{'name':7,'data':'','channel':'a'}",
                "{'name':'x','name':'y','data':'','channel':'a'}",
                "{'name':'x','data':'','channel':'a','socket_id':'nonsense'}",
                "{'name':'x','data':'','channel':'a','info':'secrets'}",
            })
    void a_malformed_event_is_refused_with_400(String body) {
        var refusal =
                catchThrowableOfType(
                        ApiException.class, () -> reader.event(List.of(), bytes(body)));

        assertThat(refusal).as(body).isNotNull();
        assertThat(refusal.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'batch':[]}",
                "{'batch':{}}",
                "{'batch':[7]}",
                "{'batch':[{'name':'x','channels':['a'],'data':''}]}",
                "{'batch':[{'name':'x','data':''}]}",
            })
    void a_malformed_batch_is_refused_with_400(String body) {
        var refusal = catchThrowableOfType(ApiException.class, () -> reader.batch(bytes(body)));

        assertThat(refusal).as(body).isNotNull();
        assertThat(refusal.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':7,'channel':'a','data':''} | name must be a string",
                "{'channel':'a','data':''} | name is missing",
                "{'name':'x','channel':'a'} | data is missing",
                "{'name':'x','channel':'a','data':7} | data must be a string",
                "{'name':'x','data':''} | channel is missing",
                "{'name':'x','channel':7,'data':''} | channel must be a string",
                "{'name':'x','channels':['a'],'data':''} | one channel",
                "{'name':'x','channel':'a','data':'','socket_id':'?'} | socket",
                "{'name':'x','channel':'a','data':'','info':'?'} | info may hold",
                "7 | must be an object"
            })
    void a_refused_batch_says_which_event_and_what_of_it(String quoted, String what) {
        var bad = quoted.replace('\'', '"');
        var good = "{'name':'x','channel':'a','data':''}";

        var refusal =
                catchThrowableOfType(
                        ApiException.class,
                        () ->
                                reader.batch(
                                        bytes(
                                                "{'batch':["
                                                        + good
                                                        + ","
                                                        + good
                                                        + ","
                                                        + bad
                                                        + "]}")));

        assertThat(refusal.reason()).contains("batch[2]", what);
    }

    @Test
    void a_member_that_is_null_is_absent() {
        var event =
                reader.event(
                        List.of(),
                        bytes(
                                "{'name':'x','data':'','channel':null,'channels':['a'],'socket_id':null,'info':null,'idempotency_key':null}"));

        assertThat(event).isEqualTo(PublishEvent.to("a", "x", ""));
        assertThat(Revocation.parse(bytes("{'channels':['a'],'reason':null}"), Limits.defaults()))
                .extracting(Revocation::channels)
                .isEqualTo(List.of("a"));
    }

    @Test
    void a_batch_has_ten_events_at_most() {
        var event = "{'name':'x','channel':'a','data':''}";
        var ten = String.join(",", Collections.nCopies(10, event));

        assertThat(reader.batch(bytes("{'batch':[" + ten + "]}"))).hasSize(10);
        assertThat(
                        catchThrowableOfType(
                                        ApiException.class,
                                        () ->
                                                reader.batch(
                                                        bytes(
                                                                "{'batch':["
                                                                        + ten
                                                                        + ","
                                                                        + event
                                                                        + "]}")))
                                .status())
                .isEqualTo(400);
    }

    @Test
    void a_replacement_character_that_was_sent_is_kept() {
        var event = reader.event(List.of(), bytes("{'name':'n','channel':'c','data':'\uFFFD'}"));

        assertThat(event.data()).isEqualTo("\uFFFD");
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        var refusal =
                catchThrowableOfType(
                        ApiException.class,
                        () -> reader.event(List.of(), new byte[] {'{', (byte) 0xff, '}'}));

        assertThat(refusal.status()).isEqualTo(400);
    }

    @Test
    void the_largest_data_passes_and_one_byte_more_is_413() {
        assertThat(rules.check(PublishEvent.to("a", "x", "é".repeat(5_120)))).hasSize(1);
        assertThat(status(PublishEvent.to("a", "x", "é".repeat(5_120) + "a"))).isEqualTo(413);
    }

    @Test
    void names_and_channels_are_checked() {
        var channels = java.util.stream.IntStream.range(0, 101).mapToObj(i -> "c" + i).toList();

        assertThat(status(PublishEvent.to("a", "pusher:error", ""))).isEqualTo(400);
        assertThat(status(PublishEvent.to("a", "pusher_internal:member_added", ""))).isEqualTo(400);
        assertThat(status(PublishEvent.to("a", "", ""))).isEqualTo(400);
        assertThat(status(PublishEvent.to("a", "x".repeat(201), ""))).isEqualTo(400);
        assertThat(status(PublishEvent.to("#other", "x", ""))).isEqualTo(400);
        assertThat(status(new PublishEvent("x", "", channels, null, Set.of()))).isEqualTo(400);
        assertThat(
                        status(
                                new PublishEvent(
                                        "x",
                                        "",
                                        List.of("private-encrypted-a", "b"),
                                        null,
                                        Set.of())))
                .isEqualTo(400);
        assertThat(rules.check(PublishEvent.to("#server-to-user-42", "App\\Events\\X", "")))
                .hasSize(1);
    }

    private int status(PublishEvent event) {
        return catchThrowableOfType(ApiException.class, () -> rules.check(event)).status();
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
