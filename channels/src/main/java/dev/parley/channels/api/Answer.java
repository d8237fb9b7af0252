// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.api;

/// What a request is answered.
///
/// @param status the HTTP status
/// @param isJson whether the body is JSON, else it is plain text
/// @param body the whole body
public record Answer(int status, boolean isJson, String body) {

    static Answer json(String body) {
        return new Answer(200, true, body);
    }

    /// An answer that says only that the request was accepted.
    static Answer accepted() {
        return new Answer(202, false, "");
    }

    static Answer text(int status, String body) {
        return new Answer(status, false, body);
    }
}
