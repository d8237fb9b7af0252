// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.database.DatabaseUrl;

/// Where the rows are.
public sealed interface DatabaseSettings {
    /// The PostgreSQL that comes with Parley, on 127.0.0.1.
    ///
    /// @param port TCP port, 0 for a free one
    record Embedded(int port) implements DatabaseSettings {}

    /// A PostgreSQL that somebody else runs, such as a Supabase project's.
    ///
    /// @param url its address, with login
    record External(DatabaseUrl url) implements DatabaseSettings {}
}
