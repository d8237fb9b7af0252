// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

/// What a connection is at.
enum ConnectionState {
    /// Nothing of the next request has come.
    WAITING,
    /// Bytes of a head come.
    HEAD,
    /// A thread answers; nothing is read.
    ANSWERING,
    /// That thread waits for the body.
    BODY,
    /// The rest of an answered request is skipped.
    SKIPPING,
    /// The last answer is sent, and the client may read it.
    LINGERING,
    /// The end.
    CLOSED
}
