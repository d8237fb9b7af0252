// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiErrorException;
import dev.parley.gateway.sql.Shape;
import java.util.List;
import java.util.Locale;

/// What the `Accept` header asks for.
///
/// @param shape how the body is to look
/// @param contentType what the answer says it is
record Accept(Shape shape, String contentType) {
    private static final String OBJECT = "application/vnd.pgrst.object";
    private static final String ARRAY = "application/vnd.pgrst.array";

    /// @throws dev.parley.protocol.api.ApiException when nothing it names can be made
    static Accept parse(String header) {
        for (var part : List.of(header.split(",", -1))) {
            var words = part.strip().toLowerCase(Locale.ROOT).replace(" ", "");
            var type = words.contains(";") ? words.substring(0, words.indexOf(';')) : words;
            var strip = words.contains(";nulls=stripped");
            switch (type) {
                case "", "*/*", "application/*", "application/json" -> {
                    return new Accept(Shape.ARRAY, "application/json; charset=utf-8");
                }
                case OBJECT, OBJECT + "+json" -> {
                    return new Accept(new Shape(true, strip), OBJECT + "+json; charset=utf-8");
                }
                case ARRAY, ARRAY + "+json" -> {
                    return new Accept(new Shape(false, strip), ARRAY + "+json; charset=utf-8");
                }
                default -> {}
            }
        }
        throw new ApiErrorException(
                new ApiError(
                        406,
                        "PGRST107",
                        "None of these media types are available: " + header,
                        "This gateway answers application/json and application/vnd.pgrst.object+json only.",
                        null));
    }
}
