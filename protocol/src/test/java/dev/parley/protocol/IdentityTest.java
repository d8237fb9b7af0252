// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Socket ids, presence data and user data.
class IdentityTest {
    private static final Limits LIMITS = Limits.defaults();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"user_id\":\"7\"} | 7",
                "{ \"user_id\" : 10 , \"x\": [1] } | 10",
                "{\"user_id\":9007199254740992} | 9007199254740992",
                "{\"user_id\":-5} | -5",
            })
    void a_presence_id_is_text_on_the_wire(String data, String id) {
        assertThat(PresenceData.parse(data, LIMITS)).isEqualTo(new PresenceData(id, null));
    }

    @Test
    void user_info_is_passed_on_as_it_came() {
        var data = "{\"user_info\": {\"name\" :\"Zoë € 😀\"} ,\"user_id\":\"ł-1\"}";

        assertThat(PresenceData.parse(data, LIMITS))
                .isEqualTo(new PresenceData("ł-1", "{\"name\" :\"Zoë € 😀\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "\"foo\"",
                "{}",
                "{\"user_id\":\"\"}",
                "{\"user_id\":null}",
                "{\"user_id\":true}",
                "{\"user_id\":1.5}",
                "{\"user_id\":9007199254740993}",
                "{\"user_id\":99999999999999999999999999999999}",
                "{\"user_id\":\"1\",\"user_id\":\"2\"}",
                "{\"user_id\":\"1\",\"user_info\":\"x\"}",
                "{\"user_id\":\"1\",\"user_info\":[]}",
                "{\"user_id\":\"1\"",
            })
    void malformed_presence_data_is_refused(String data) {
        assertThatThrownBy(() -> PresenceData.parse(data, LIMITS))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void ids_and_user_info_have_limits() {
        var longId = "{\"user_id\":\"" + "x".repeat(129) + "\"}";
        var longInfo = "{\"user_id\":\"1\",\"user_info\":{\"a\":\"" + "é".repeat(520) + "\"}}";

        assertThatThrownBy(() -> PresenceData.parse(longId, LIMITS))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> PresenceData.parse(longInfo, LIMITS))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void user_data_names_the_user_and_a_watchlist() {
        var data = "{\"id\":\"42\",\"user_info\":{\"name\":\"Ada\"},\"watchlist\":[\"7\",\"8\"]}";

        assertThat(UserData.parse(data, LIMITS))
                .isEqualTo(new UserData("42", "{\"name\":\"Ada\"}", List.of("7", "8")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":1}",
                "{\"id\":\"\"}",
                "{\"id\":\"1\",\"watchlist\":\"2\"}",
                "{\"id\":\"1\",\"watchlist\":[2]}",
                "{\"id\":\"1\",\"user_info\":7}",
            })
    void malformed_user_data_is_refused(String data) {
        assertThatThrownBy(() -> UserData.parse(data, LIMITS))
                .isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1", "1.", ".1", "1.1.1", "1.a", "-1.1", "1. 1", "١.1"})
    void a_socket_id_is_two_numbers(String text) {
        assertThatThrownBy(() -> new SocketId(text)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void a_random_socket_id_is_well_formed_and_new() {
        var random = new SecureRandom();

        var id = SocketId.random(random);

        assertThat(id.value()).matches("\\d+\\.\\d+");
        assertThat(SocketId.random(random)).isNotEqualTo(id);
    }

    @Test
    void the_size_of_text_is_that_of_its_utf_8() {
        assertThat(Utf8.length("aé€😀")).isEqualTo(1 + 2 + 3 + 4);
    }
}
