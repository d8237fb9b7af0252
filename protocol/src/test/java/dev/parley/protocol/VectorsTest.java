// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.protocol.RequestSignature.Parameter;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.RequestAuthentication;
import dev.parley.protocol.api.RequestTarget;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The computed vectors of the protocol, one test each.
class VectorsTest {

    @TestFactory
    Stream<DynamicTest> every_vector_of_a_signature_holds() throws IOException {
        JsonNode file;
        try (var stream = VectorsTest.class.getResourceAsStream("/pusher-vectors.json")) {
            file = new ObjectMapper().readTree(stream);
        }
        var tests = new ArrayList<DynamicTest>();
        for (var vector : file.get("vectors")) {
            if (!vector.get("kind").asText().equals("encrypted_payload")) {
                tests.add(DynamicTest.dynamicTest(vector.get("id").asText(), () -> check(vector)));
            }
        }
        assertThat(tests).hasSize(37);
        return tests.stream();
    }

    private static void check(JsonNode vector) {
        var input = vector.get("input");
        var expected = vector.get("expected");
        switch (vector.get("kind").asText()) {
            case "channel_auth", "presence_auth", "encrypted_auth" -> channel(input, expected);
            case "user_auth" -> user(input, expected);
            case "rest_signature" -> request(input, expected);
            case "rest_rejected" -> rejected(input, expected);
            case "webhook_signature" ->
                    assertThat(credentials(input).webhookSignature(body(input)))
                            .isEqualTo(expected.at("/headers/X-Pusher-Signature").asText());
            default -> throw new AssertionError("unknown kind of vector: " + vector);
        }
    }

    private static void channel(JsonNode input, JsonNode expected) {
        var credentials = credentials(input);
        var socketId = input.get("socket_id").asText();
        var channel = ChannelName.parse(input.get("channel").asText(), 164).value();
        var data = text(input, "channel_data");
        var signature = expected.get("signature").asText();

        assertThat(credentials.channelAuth(socketId, channel, data))
                .isEqualTo(expected.get("auth").asText());
        assertThat(credentials.verifiesChannel(socketId, channel, data, signature)).isTrue();
        assertThat(credentials.verifiesChannel("9.9", channel, data, signature)).isFalse();
        assertThat(credentials.verifiesChannel(socketId, channel, data + " ", signature)).isFalse();
    }

    private static void user(JsonNode input, JsonNode expected) {
        var credentials = credentials(input);
        var socketId = input.get("socket_id").asText();
        var data = input.get("user_data").asText();

        assertThat(credentials.userAuth(socketId, data)).isEqualTo(expected.get("auth").asText());
        assertThat(credentials.verifiesUser(socketId, data, expected.get("signature").asText()))
                .isTrue();
        assertThat(UserData.parse(data, Limits.defaults()).id()).isNotEmpty();
    }

    private static void request(JsonNode input, JsonNode expected) {
        var credentials = credentials(input);
        long time = input.get("auth_timestamp").asLong();
        var method = input.get("method").asText();
        var path = input.get("path").asText();
        var query = query(input);
        var body = body(input);

        var signed = credentials.signRequest(method, path, query, body, time);

        assertThat(signed).containsEntry("auth_signature", expected.get("auth_signature").asText());
        assertThat(RequestSignature.textToSign(method, path, signed))
                .isEqualTo(expected.get("string_to_sign").asText());
        assertThat(signed.get("body_md5")).isEqualTo(text(expected, "body_md5"));
        var target = text(input, "request_target_on_the_wire");
        verify(credentials, method, target == null ? onTheWire(path, signed) : target, body, time);
    }

    private static void rejected(JsonNode input, JsonNode expected) {
        var parameters =
                List.of(
                        new Parameter("auth_key", input.get("key").asText()),
                        new Parameter("auth_timestamp", input.get("auth_timestamp").asText()),
                        new Parameter("auth_version", "1.0"),
                        new Parameter("body_md5", input.get("body_md5_sent").asText()),
                        new Parameter("auth_signature", input.get("auth_signature_sent").asText()));
        var target =
                parameters.stream()
                        .map(parameter -> parameter.name() + "=" + parameter.value())
                        .collect(Collectors.joining("&", input.get("path").asText() + "?", ""));

        var refusal =
                catchThrowableOfType(
                        ApiException.class,
                        () ->
                                verify(
                                        credentials(input),
                                        input.get("method").asText(),
                                        target,
                                        body(input),
                                        input.get("server_time").asLong()));

        assertThat(refusal.status()).isEqualTo(expected.get("status").asInt());
    }

    private static void verify(
            AppCredentials credentials, String method, String target, byte[] body, long time) {
        RequestAuthentication.check(
                List.of(credentials),
                method,
                RequestTarget.parse(target),
                body,
                Instant.ofEpochSecond(time));
    }

    private static String onTheWire(String path, Map<String, String> query) {
        return query.entrySet().stream()
                .map(parameter ->
                        parameter.getKey()
                                + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", path + "?", ""));
    }

    private static Map<String, String> query(JsonNode input) {
        var query = new TreeMap<String, String>();
        for (var parameter : input.get("query").properties()) {
            query.put(parameter.getKey(), parameter.getValue().asText());
        }
        return query;
    }

    private static AppCredentials credentials(JsonNode input) {
        return new AppCredentials(
                input.get("key").asText(), new Secret(input.get("secret").asText()));
    }

    private static byte[] body(JsonNode input) {
        var body = text(input, "body");
        return body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.get(name).asText() : null;
    }
}
