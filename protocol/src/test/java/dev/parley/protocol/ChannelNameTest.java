// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {

    @ParameterizedTest
    @CsvSource({
        "news, PUBLIC",
        "privateer, PUBLIC",
        "presence, PUBLIC",
        "my-cache-x, PUBLIC",
        "cacheable, PUBLIC",
        "Private-x, PUBLIC",
        "private-x, PRIVATE",
        "private-, PRIVATE",
        "private-cache-x, PRIVATE_CACHE",
        "private-encrypted-x, PRIVATE_ENCRYPTED",
        "private-encrypted-cache-x, PRIVATE_ENCRYPTED_CACHE",
        "presence-x, PRESENCE",
        "presence-encrypted-x, PRESENCE",
        "presence-cache-x, PRESENCE_CACHE",
        "cache-x, CACHE",
        "#server-to-user-42, SERVER_TO_USER",
        "#server-to-user-u 1/é, SERVER_TO_USER",
    })
    void the_longest_prefix_decides_the_type(String name, ChannelType type) {
        assertThat(ChannelName.parse(name, 164).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a/b",
                "a:b",
                "a\n",
                "é",
                "#x",
                "a#b",
                "#server-to-user-",
                "#Server-to-user-1",
                "private-#x",
                "a\u0000"
            })
    void a_name_with_another_character_is_refused(String name) {
        assertThatThrownBy(() -> ChannelName.parse(name, 164))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void a_name_has_a_limit() {
        assertThat(ChannelName.parse("x".repeat(164), 164).value()).hasSize(164);
        assertThatThrownBy(() -> ChannelName.parse("x".repeat(165), 164))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void only_signed_channels_allow_client_events() {
        for (var type : ChannelType.values()) {
            assertThat(type.allowsClientEvents())
                    .as("%s", type)
                    .isEqualTo(
                            type.prefix().startsWith("private-")
                                    || type.prefix().startsWith("presence-"));
        }
    }
}
