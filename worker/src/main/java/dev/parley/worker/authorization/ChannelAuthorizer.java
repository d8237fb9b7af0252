// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import java.util.List;

/// Who is let in, as the database decides it. Called on the request's thread, which it may block.
interface ChannelAuthorizer extends AutoCloseable {
    /// Says of each of some channels, in their order, whether a person may listen to it. Asks once.
    ///
    /// @throws AuthorizerUnavailableException when the answer is not known now
    List<AuthorizationDecision> authorize(AuthenticatedUser user, List<String> channels);

    /// Says as whom a person's connection signs in.
    ///
    /// @throws AuthorizerUnavailableException when the answer is not known now
    AuthorizationDecision signIn(AuthenticatedUser user);

    /// Lets go of what only this authorizer uses.
    @Override
    default void close() {}
}
