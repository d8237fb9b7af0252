// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.http;

/// A request that ends in an [ApiError].
public final class ApiErrorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    /// @param error what to answer
    public ApiErrorException(ApiError error) {
        super(error.message());
        this.error = error;
    }

    /// Returns what to answer.
    public ApiError error() {
        return error;
    }
}
