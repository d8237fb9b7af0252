// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import dev.parley.http.Request;
import dev.parley.http.Response;
import java.util.Optional;
import java.util.function.Predicate;

/// Lets operators in, and tells others what is missing. Thread-safe.
public final class Operators {
    private final Access access;
    private final Predicate<Caller> admits;

    private Operators(Access access, Predicate<Caller> admits) {
        this.access = access;
        this.admits = admits;
    }

    /// Returns the rule of a port that everybody reaches.
    public static Operators onPublicPort(Access access) {
        return new Operators(access, Caller::isOperator);
    }

    /// Returns the rule of a port that is kept private by the network: whoever reaches it is let in.
    public static Operators onPrivatePort(Access access) {
        return new Operators(access, caller -> !access.loopback() || caller.usesOwnName());
    }

    /// Returns what those get who are no operators; empty for operators.
    public Optional<Response> refusal(Request request) {
        if (admits.test(new Caller(access, request))) {
            return Optional.empty();
        }
        if (access.token().isPresent()) {
            return Optional.of(
                    Response.text(401, "The token of METRICS_TOKEN is needed")
                            .with("WWW-Authenticate", "Bearer realm=\"Parley metrics\""));
        }
        return Optional.of(
                access.loopback()
                        ? Response.text(421, "Use the name localhost or 127.0.0.1")
                        : Response.text(
                                403,
                                "Set METRICS_TOKEN to allow this, or METRICS_PORT for the metrics"));
    }
}
