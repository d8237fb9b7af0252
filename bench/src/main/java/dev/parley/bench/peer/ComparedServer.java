// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.peer;

import dev.parley.bench.host.Child;
import dev.parley.bench.load.Dialect;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// One of the servers that are compared.
public interface ComparedServer {
    /// Returns its name on the command line and in the table.
    String name();

    /// Returns one line on what it is, version included.
    String description();

    /// Makes it ready to be started, such as by installing its package.
    ///
    /// @return what is missing and how to get it, or nothing
    Optional<String> prepare() throws InterruptedException;

    /// Starts it.
    ///
    /// @param address where it has to listen
    /// @param folder for its log and configuration; exists
    Child start(InetSocketAddress address, Path folder) throws InterruptedException;

    /// Returns how it is spoken to.
    Dialect dialect();
}
