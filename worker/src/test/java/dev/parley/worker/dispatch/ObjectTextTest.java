// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|{",
                "{ }|{",
                "{\"a\": 1}|{\"a\":1,",
                "{\"a\": 1, \"b\": null}|{\"a\":1,\"b\":null,",
                "{\"a\": 1.10e3, \"b\": -0}|{\"a\":1.10e3,\"b\":-0,",
                "{\"a\": {\"x\": [1, {}]}, \"b\": []}|{\"a\":{\"x\": [1, {}]},\"b\":[],",
                "{\"a\": \"}, \\\"b\\\": {\"}|{\"a\":\"}, \\\"b\\\": {\",",
                "{\"a\\\"\": \"\\\\\", \"b\": 2}|{\"a\\\"\":\"\\\\\",\"b\":2,",
                "{\"\": \"😀 ,:\"}|{\"\":\"😀 ,:\",",
            })
    void an_object_is_left_open_for_more_members(String text, String open) {
        assertThat(ObjectText.open(text, Set.of()).orElseThrow()).hasToString(open);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"rev\": 3}|{",
                "{\"rev\": 3, \"b\": 2}|{\"b\":2,",
                "{\"b\": 2, \"rev\": [1, {\"c\": \"]\"}]}|{\"b\":2,",
                "{\"a\": {\"rev\": 1}, \"rev\": 2}|{\"a\":{\"rev\": 1},",
                "{\"a\": \"rev\"}|{\"a\":\"rev\",",
                "{\"reverse\": 1}|{\"reverse\":1,",
            })
    void members_of_the_given_names_are_left_out(String text, String open) {
        assertThat(ObjectText.open(text, Set.of("rev")).orElseThrow()).hasToString(open);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"{}\"", ""})
    void what_is_no_object_has_no_members(String text) {
        assertThat(ObjectText.open(text, Set.of())).isEmpty();
    }

    @Test
    void nothing_is_looked_for_behind_the_object() {
        assertThat(ObjectText.open("{\"a\": 1} ", Set.of()).orElseThrow()).hasToString("{\"a\":1,");
    }
}
