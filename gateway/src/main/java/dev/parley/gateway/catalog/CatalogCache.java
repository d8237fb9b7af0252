// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.catalog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.gateway.share.FairPool;
import dev.parley.gateway.share.Requester;
import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The last catalog read. Thread-safe: readers do not wait, and those who miss something at the same
/// time share one reading.
public final class CatalogCache {
    private final FairPool database;
    private final String schema;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private long readings;

    private volatile @Nullable Read last;

    /// @param schema the exposed schema
    public CatalogCache(FairPool database, String schema) {
        this.database = database;
        this.schema = schema;
    }

    /// Returns the name of the exposed schema.
    public String schema() {
        return schema;
    }

    /// Returns the catalog, read now if it never was.
    ///
    /// @throws SQLException when the database cannot be asked
    public Catalog get() throws SQLException {
        var read = last;
        return read == null ? newerThan(0).catalog() : read.catalog();
    }

    /// Plans with the catalog; when the plan fails because something is unknown, plans once more with
    /// a fresh one, whose failure stands.
    ///
    /// @param plan turns a catalog into something, or throws [UnknownNameException]
    /// @throws SQLException when the database cannot be asked
    public <T> T plan(Function<Catalog, T> plan) throws SQLException {
        var read = last;
        if (read == null) {
            return plan.apply(newerThan(0).catalog());
        }
        try {
            return plan.apply(read.catalog());
        } catch (UnknownNameException e) {
            return plan.apply(newerThan(read.number()).catalog());
        }
    }

    /// Makes the next plan read the catalog again: a statement failed in a way that a changed schema
    /// explains.
    public void expire() {
        last = null;
    }

    private Read newerThan(long number) throws SQLException {
        synchronized (lock) {
            var read = last;
            if (read != null && read.number() > number) {
                return read;
            }
            try (var lease = database.lease(Requester.GATEWAY)) {
                var connection = lease.connection();
                var catalog = new CatalogReader(connection, schema).read();
                connection.rollback();
                var fresh = new Read(++readings, catalog);
                last = fresh;
                return fresh;
            }
        }
    }

    /// A catalog and how many were read before it.
    private record Read(long number, Catalog catalog) {}
}
