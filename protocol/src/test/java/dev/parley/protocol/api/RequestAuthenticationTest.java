// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.RequestSignature;
import dev.parley.protocol.RequestSignature.Parameter;
import dev.parley.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestAuthenticationTest {
    private static final AppCredentials KEY = new AppCredentials("key", new Secret("secret"));
    private static final Instant NOW = Instant.ofEpochSecond(1_353_088_179);
    private static final byte[] NO_BODY = {};
    private static final String AUTH = "auth_key=key&auth_timestamp=1353088179&auth_version=1.0";

    @Test
    void repeated_array_parameters_are_all_signed_in_their_order() {
        var text = "POST\n/apps/1/events\n" + AUTH + "&channels[]=b&channels[]=a&name=x y";

        check("POST", "/apps/1/events?channels%5B%5D=b&name=x%20y&channels%5B%5D=a&" + AUTH, text);
    }

    @Test
    void a_plus_is_accepted_as_itself_and_as_a_space() {
        check("GET", "/apps/1/x?" + AUTH + "&q=a+b", "GET\n/apps/1/x\n" + AUTH + "&q=a+b");
        check("GET", "/apps/1/x?" + AUTH + "&q=a+b", "GET\n/apps/1/x\n" + AUTH + "&q=a b");
    }

    @Test
    void the_escaped_form_may_be_what_was_signed() {
        check("GET", "/apps/1/x%2Cy?" + AUTH, "GET\n/apps/1/x%2Cy\n" + AUTH);
        check("GET", "/apps/1/x%2Cy?" + AUTH, "GET\n/apps/1/x,y\n" + AUTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/apps/1/x?" + AUTH + "&auth_key=key",
                "/apps/1/x?" + AUTH + "&q=1&Q=2",
                "/apps/1/x?" + AUTH + "&q=%zz",
                "/apps/1/x?" + AUTH + "&q=%4",
                "/apps/1/x?" + AUTH + "&q=%ff",
                "/apps/1/%?" + AUTH,
                "/apps/1/x",
                "/apps/1/x?auth_key=key",
                "/apps/1/x?auth_key=other&auth_timestamp=1353088179&auth_version=1.0",
                "/apps/1/x?auth_key=key&auth_timestamp=1353088179&auth_version=2.0",
                "/apps/1/x?auth_key=key&auth_timestamp=soon&auth_version=1.0",
            })
    void a_malformed_query_is_400(String target) {
        assertThat(status(target + "&auth_signature=00", NO_BODY)).isEqualTo(400);
    }

    @Test
    void a_timestamp_at_the_end_of_time_is_401() {
        for (var time : List.of("9223372036854775807", "-9223372036854775808")) {
            var target =
                    "/apps/1/x?auth_key=key&auth_version=1.0&auth_signature=0&auth_timestamp="
                            + time;

            assertThat(status(target, NO_BODY)).isEqualTo(401);
        }
    }

    @Test
    void a_body_without_its_checksum_is_refused() {
        var text = "POST\n/apps/1/events\n" + AUTH;
        var target = "/apps/1/events?" + AUTH + "&auth_signature=" + sign(text);

        assertThat(status(target, "{}".getBytes(StandardCharsets.UTF_8))).isEqualTo(400);
    }

    @Test
    void a_wrong_signature_is_401_and_the_answer_does_not_help() {
        var target = "/apps/1/events?" + AUTH + "&auth_signature=" + "0".repeat(64);

        var refusal =
                catchThrowableOfType(
                        ApiException.class,
                        () ->
                                RequestAuthentication.check(
                                        List.of(KEY),
                                        "GET",
                                        RequestTarget.parse(target),
                                        NO_BODY,
                                        NOW));

        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.reason()).doesNotContain(sign("GET\n/apps/1/events\n" + AUTH));
    }

    @Test
    void signing_with_a_map_or_a_list_is_the_same() {
        assertThat(RequestSignature.textToSign("get", "/p", Map.of("B", "1", "a", "2")))
                .isEqualTo(
                        RequestSignature.textToSign(
                                "GET",
                                "/p",
                                List.of(new Parameter("b", "1"), new Parameter("a", "2"))));
    }

    private static void check(String method, String target, String text) {
        var signed = target + "&auth_signature=" + sign(text);
        assertThatCode(() ->
                        RequestAuthentication.check(
                                List.of(KEY), method, RequestTarget.parse(signed), NO_BODY, NOW))
                .doesNotThrowAnyException();
    }

    private static int status(String target, byte[] body) {
        return catchThrowableOfType(
                        ApiException.class,
                        () ->
                                RequestAuthentication.check(
                                        List.of(KEY),
                                        "POST",
                                        RequestTarget.parse(target),
                                        body,
                                        NOW))
                .status();
    }

    private static String sign(String text) {
        return KEY.webhookSignature(text.getBytes(StandardCharsets.UTF_8));
    }
}
