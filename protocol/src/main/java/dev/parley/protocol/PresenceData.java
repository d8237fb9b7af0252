// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Who a subscriber of a presence channel is.
///
/// @param userId the user's id; a number on the wire becomes its digits
/// @param userInfo the `user_info` object as JSON text, exactly as it came; null when none was given
public record PresenceData(String userId, @Nullable String userInfo) {
    private static final long MAX_NUMERIC_ID = 1L << 53;

    /// Reads the text a client sends as `channel_data`.
    ///
    /// @throws ProtocolException if it is no JSON object, holds no id, or is too large
    public static PresenceData parse(String channelData, Limits limits) {
        var reader = new Reader(channelData, limits);
        StrictJson.readObject(channelData, reader::member);
        return reader.finish();
    }

    /// Reads a `user_info` value, which must be an object of at most the limit's size.
    static String userInfo(JsonParser value, String text, Limits limits) throws IOException {
        if (value.currentToken() != JsonToken.START_OBJECT) {
            throw new ProtocolException(
                    "user_info supplied to presence subscription is invalid - "
                            + "if supplied it must be a type of hash");
        }
        var info = StrictJson.raw(value, text);
        if (Utf8.length(info) > limits.userInfoBytes()) {
            throw new ProtocolException(
                    "user_info is larger than " + limits.userInfoBytes() + " bytes");
        }
        return info;
    }

    /// Checks the length of a user id.
    static String checkedId(@Nullable String id, String name, Limits limits) {
        if (id == null || id.isEmpty() || id.length() > limits.userIdLength()) {
            throw new ProtocolException(
                    name + " must be 1 to " + limits.userIdLength() + " characters");
        }
        return id;
    }

    private static final class Reader {
        private final String text;
        private final Limits limits;
        private @Nullable String userId;
        private @Nullable String userInfo;

        Reader(String text, Limits limits) {
            this.text = text;
            this.limits = limits;
        }

        void member(String name, JsonParser value) throws IOException {
            if (name.equals("user_id")) {
                userId = id(value);
            } else if (name.equals("user_info") && value.currentToken() != JsonToken.VALUE_NULL) {
                userInfo = userInfo(value, text, limits);
            }
        }

        PresenceData finish() {
            return new PresenceData(checkedId(userId, "user_id", limits), userInfo);
        }

        private static String id(JsonParser value) throws IOException {
            return switch (value.currentToken()) {
                case VALUE_STRING -> value.getText();
                case VALUE_NUMBER_INT -> integer(value);
                default ->
                        throw new ProtocolException("user_id must be a string or a whole number");
            };
        }

        private static String integer(JsonParser value) throws IOException {
            var number = value.getBigIntegerValue();
            if (number.bitLength() > 54 || Math.abs(number.longValue()) > MAX_NUMERIC_ID) {
                throw new ProtocolException("a numeric user_id must be at most 2^53");
            }
            return number.toString();
        }
    }
}
