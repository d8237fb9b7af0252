// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.app.supervision.Part;
import java.util.function.BooleanSupplier;

/// The listening socket of a server, which may be lost while the server goes on.
///
/// @param name of the server
/// @param listening whether it takes new connections
/// @param again listens on the same port again
record ListenerPart(String name, BooleanSupplier listening, Runnable again) implements Part {
    @Override
    public boolean isUp() {
        return listening.getAsBoolean();
    }

    @Override
    public void restart() {
        again.run();
    }
}
