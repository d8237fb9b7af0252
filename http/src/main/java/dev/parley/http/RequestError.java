// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

/// Why the server itself refuses a request.
///
/// @param status HTTP status, 400 to 599
/// @param reason a sentence for people
/// @param limit what was exceeded; 0 where that is not the reason
record RequestError(int status, String reason, long limit) {
    static RequestError of(int status, String reason) {
        return new RequestError(status, reason, 0);
    }
}
