// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who a signed-in connection belongs to.
///
/// @param id the user's id
/// @param userInfo the `user_info` object as JSON text, exactly as it came; null when none was given
/// @param watchlist the ids of the users this user watches
public record UserData(String id, @Nullable String userInfo, List<String> watchlist) {

    /// Copies the watchlist.
    public UserData {
        watchlist = List.copyOf(watchlist);
    }

    /// Reads the text a client sends as `user_data`.
    ///
    /// @throws ProtocolException if it is no JSON object, holds no id, or is too large
    public static UserData parse(String userData, Limits limits) {
        var reader = new Reader(userData, limits);
        StrictJson.readObject(userData, reader::member);
        return reader.finish();
    }

    private static final class Reader {
        private final String text;
        private final Limits limits;
        private final List<String> watchlist = new ArrayList<>();
        private @Nullable String id;
        private @Nullable String userInfo;

        Reader(String text, Limits limits) {
            this.text = text;
            this.limits = limits;
        }

        void member(String name, JsonParser value) throws IOException {
            switch (name) {
                case "id" -> id = StrictJson.string(value, "id");
                case "user_info" -> {
                    if (value.currentToken() != JsonToken.VALUE_NULL) {
                        userInfo = PresenceData.userInfo(value, text, limits);
                    }
                }
                case "watchlist" -> readWatchlist(value);
                default -> {}
            }
        }

        UserData finish() {
            return new UserData(PresenceData.checkedId(id, "id", limits), userInfo, watchlist);
        }

        private void readWatchlist(JsonParser value) throws IOException {
            if (value.currentToken() != JsonToken.START_ARRAY) {
                throw new ProtocolException("watchlist must be an array of strings");
            }
            while (value.nextToken() != JsonToken.END_ARRAY) {
                watchlist.add(StrictJson.string(value, "watchlist"));
            }
        }
    }
}
