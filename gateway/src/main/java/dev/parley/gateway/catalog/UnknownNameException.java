// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.catalog;

import dev.parley.gateway.http.ApiError;

/// A request names what the catalog does not know; a fresher catalog might.
public final class UnknownNameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    /// @param error what to answer when the fresh catalog does not know it either
    public UnknownNameException(ApiError error) {
        super(error.message());
        this.error = error;
    }

    /// Returns what to answer.
    public ApiError error() {
        return error;
    }
}
