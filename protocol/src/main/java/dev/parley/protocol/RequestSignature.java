// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The signature of a request to the Pusher HTTP API.
///
/// The text to sign is the method, the decoded path and the decoded query parameters, sorted by
/// lower-cased name, each part on its own line.
public final class RequestSignature {
    private static final int TYPICAL_LENGTH = 256;

    private RequestSignature() {}

    /// One parameter of a query.
    ///
    /// @param name the name, brackets of an array parameter included
    /// @param value the value, empty if the query names none
    public record Parameter(String name, String value) {}

    /// Returns the text an HTTP API request signs, the `auth_signature` parameter left out.
    ///
    /// @param method the HTTP method, any case
    /// @param path the path from `/apps/` on
    /// @param query the query parameters as they are to be signed
    public static String textToSign(String method, String path, Map<String, String> query) {
        return textToSign(
                method,
                path,
                query.entrySet().stream()
                        .map(parameter -> new Parameter(parameter.getKey(), parameter.getValue()))
                        .toList());
    }

    /// Returns the text an HTTP API request signs, the `auth_signature` parameter left out.
    ///
    /// @param method the HTTP method, any case
    /// @param path the path from `/apps/` on
    /// @param query the query parameters as they are to be signed; those of one name, such as
    ///     `channels[]`, keep their order
    public static String textToSign(String method, String path, List<Parameter> query) {
        var sorted = new ArrayList<Parameter>(query.size());
        for (var parameter : query) {
            var name = parameter.name().toLowerCase(Locale.ROOT);
            if (!name.equals("auth_signature")) {
                sorted.add(new Parameter(name, parameter.value()));
            }
        }
        sorted.sort(Comparator.comparing(Parameter::name));
        var text = new StringBuilder(TYPICAL_LENGTH);
        text.append(method.toUpperCase(Locale.ROOT)).append('\n').append(path).append('\n');
        for (int i = 0; i < sorted.size(); i++) {
            var parameter = sorted.get(i);
            text.append(i == 0 ? "" : "&").append(parameter.name()).append('=');
            text.append(parameter.value());
        }
        return text.toString();
    }

    /// Returns whether `signature` is the one of `text`; compares in constant time.
    public static boolean verifies(AppCredentials credentials, String text, String signature) {
        return credentials.hmac().verifies(text, signature);
    }

    /// Returns whether `md5` is the lower-case hexadecimal MD5 of `body`.
    public static boolean verifiesBody(byte[] body, String md5) {
        return Hmac.same(Hmac.md5(body), md5);
    }

    static Map<String, String> sign(
            AppCredentials credentials,
            String method,
            String path,
            Map<String, String> query,
            byte[] body,
            long unixSeconds) {
        SortedMap<String, String> signed = new TreeMap<>(query);
        signed.put("auth_key", credentials.key());
        signed.put("auth_timestamp", Long.toString(unixSeconds));
        signed.put("auth_version", "1.0");
        if (body.length > 0) {
            signed.put("body_md5", Hmac.md5(body));
        }
        var signature = credentials.hmac().sign(textToSign(method, path, signed));
        signed.put("auth_signature", signature);
        return Collections.unmodifiableSortedMap(signed);
    }
}
