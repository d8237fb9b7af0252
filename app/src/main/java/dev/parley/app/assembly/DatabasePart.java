// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.app.supervision.Part;
import dev.parley.database.embedded.EmbeddedDatabase;

/// The process of the embedded PostgreSQL, which a full disk or a kill ends.
final class DatabasePart implements Part {
    private final EmbeddedDatabase database;

    DatabasePart(EmbeddedDatabase database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public boolean isUp() {
        return database.isUp();
    }

    @Override
    public void restart() {
        database.restart();
    }

    @Override
    public void tend() {
        database.trimLog();
    }
}
