// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import dev.parley.database.adoption.AppTables;
import dev.parley.database.adoption.OnlinePreparation;
import dev.parley.database.adoption.PatientLock;
import dev.parley.database.adoption.SchemaRenewal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;

/// Brings a database to the schema of `supabase/migrations`.
///
/// It keeps its history where the Supabase CLI keeps its own, in `supabase_migrations.schema_migrations`,
/// so that both tools agree on what has been applied. Each file is one transaction, recorded in that
/// same transaction. Two programs that migrate at once wait for each other.
///
/// The tables of an app that is running are prepared first, and then taken over in one transaction: its
/// writers never meet half of our schema.
public final class Migrations {
    private static final String HISTORY =
            """
            create schema if not exists supabase_migrations;
            create table if not exists supabase_migrations.schema_migrations
              (version text primary key, statements text[], name text);
            create table if not exists supabase_migrations.seed_files (path text primary key, hash text not null);
            """;

    /// Any number will do, as long as every Parley uses the same.
    private static final long ADVISORY_LOCK = 0x7061726c6579L;

    private static final String RECORD =
            "insert into supabase_migrations.schema_migrations(version, name, statements) values (?, ?, ?)";

    /// How long one program waits for another that migrates.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Migrations() {}

    /// Applies what is missing, telling nobody of what takes long.
    ///
    /// @return the file names applied now, in order; empty when the database was up to date
    /// @throws MigrationException when a file fails; the files before it stay applied
    public static List<String> apply(DatabaseUrl url) {
        return apply(url, _ -> {});
    }

    /// Applies what is missing.
    ///
    /// @param progress told of what takes long and of what was decided for the app, a sentence without a full stop
    /// @return the file names applied now, in order; empty when the database was up to date
    /// @throws MigrationException when a file fails; the files before it stay applied
    public static List<String> apply(DatabaseUrl url, Consumer<String> progress) {
        return apply(url, Migration.bundled(), progress);
    }

    static List<String> apply(
            DatabaseUrl url, List<Migration> migrations, Consumer<String> progress) {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login())) {
            prepare(connection);
            return applyMissing(connection, migrations, progress);
        } catch (SQLException e) {
            throw new MigrationException(
                    "cannot migrate " + url.jdbcUrl() + ": " + e.getMessage(), e);
        }
    }

    /// Which of our migrations a database has.
    ///
    /// @param applied how many
    /// @param missing the file names of the others, in order
    public record State(int applied, List<String> missing) {
        /// Copies the list.
        public State {
            missing = List.copyOf(missing);
        }
    }

    /// Compares a database with our migrations, changing nothing.
    public static State compare(Connection connection) throws SQLException {
        var applied = new TreeSet<String>();
        try (var statement = connection.createStatement();
                var known =
                        statement.executeQuery(
                                "select to_regclass('supabase_migrations.schema_migrations') is not null")) {
            known.next();
            if (known.getBoolean(1)) {
                applied.addAll(versions(statement));
            }
        }
        var renews = SchemaRenewal.isDue(connection);
        var missing =
                Migration.bundled().stream()
                        .filter(migration ->
                                !applied.contains(migration.version())
                                        || (renews && migration.makesSchema()))
                        .map(Migration::file)
                        .toList();
        return new State(Migration.bundled().size() - missing.size(), missing);
    }

    /// What a migration would do.
    ///
    /// @param missing the file names that it would apply, in order
    /// @param adopted what an app has in the tables that would be taken over; empty when there are none, or Parley has them
    public record Plan(List<String> missing, Optional<AppTables> adopted) {
        /// Copies the list.
        public Plan {
            missing = List.copyOf(missing);
        }
    }

    /// Looks what a migration would do, changing nothing.
    ///
    /// @throws MigrationException when the tables of the app cannot be adopted
    public static Plan plan(DatabaseUrl url) {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login())) {
            refuseUnreleased(connection);
            var missing = compare(connection).missing();
            var isDue = OnlinePreparation.isDue(connection);
            if (isDue) {
                tryChecks(connection);
            }
            return new Plan(
                    missing, isDue ? Optional.of(AppTables.in(connection)) : Optional.empty());
        } catch (SQLException e) {
            throw new MigrationException(
                    "cannot look at " + url.jdbcUrl() + ": " + e.getMessage(), e);
        }
    }

    /// Runs what looks whether tables can be adopted, and takes it back.
    private static void tryChecks(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(HISTORY);
            var applied = versions(statement);
            for (var migration : Migration.bundled()) {
                if (!migration.widensTables() && !applied.contains(migration.version())) {
                    execute(statement, migration, _ -> {});
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /// Runs `seed.sql` unless this database has had a seed before.
    ///
    /// @return whether it ran now
    public static boolean seed(DatabaseUrl url) {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login())) {
            prepare(connection);
            return seedOnce(connection);
        } catch (SQLException e) {
            throw new MigrationException("cannot seed " + url.jdbcUrl() + ": " + e.getMessage(), e);
        }
    }

    private static List<String> applyMissing(
            Connection connection, List<Migration> migrations, Consumer<String> progress)
            throws SQLException {
        refuseUnreleased(connection);
        var renewed =
                SchemaRenewal.isDue(connection)
                        ? migrations.stream().filter(Migration::makesSchema).toList()
                        : List.<Migration>of();
        if (!renewed.isEmpty()) {
            renew(connection, renewed, progress);
        }
        var applied = new TreeSet<String>();
        try (var statement = connection.createStatement()) {
            applied.addAll(versions(statement));
        }
        var missing =
                migrations.stream()
                        .filter(migration -> !applied.contains(migration.version()))
                        .toList();
        missing.stream()
                .filter(migration -> migration.widensTables() && !applied.isEmpty())
                .findFirst()
                .ifPresent(first -> refuseOlder(first, applied.last()));
        var adopted =
                OnlinePreparation.isDue(connection)
                        ? missing.stream().filter(Migration::widensTables).toList()
                        : List.<Migration>of();
        for (var migration : missing) {
            if (!adopted.contains(migration)) {
                applyOne(connection, migration, progress);
            }
        }
        if (!adopted.isEmpty()) {
            adopt(connection, adopted, progress);
        }
        return Stream.concat(renewed.stream(), missing.stream()).map(Migration::file).toList();
    }

    /// Makes the schema anew where it is of a Parley whose files these no longer are.
    private static void renew(
            Connection connection, List<Migration> migrations, Consumer<String> progress)
            throws SQLException {
        progress.accept("makes the schema of an earlier Parley anew; every row is kept");
        var all = OnlinePreparation.locks(connection);
        new PatientLock(connection, progress)
                .run(statement -> {
                    statement.execute(all);
                    SchemaRenewal.around(
                            statement,
                            () -> {
                                for (var migration : migrations) {
                                    execute(statement, migration, progress);
                                }
                            });
                });
    }

    /// Refuses a schema that Parley made, before its first release, from files that no longer exist.
    private static void refuseUnreleased(Connection connection) throws SQLException {
        if (compare(connection).applied() == 0
                && SchemaRenewal.isMade(connection)
                && !SchemaRenewal.isDue(connection)) {
            throw new MigrationException(
                    "this database has the schema of an unreleased version of Parley, which cannot be upgraded:"
                            + " use an empty database; for the local one, ./parley up --fresh deletes its data and starts anew");
        }
    }

    private static void refuseOlder(Migration migration, String last) {
        if (last.compareTo(migration.version()) > 0) {
            throw new MigrationException(
                    "migration %s_%s is older than %s, which is applied already: give it a later version"
                            .formatted(migration.version(), migration.name(), last));
        }
    }

    /// Takes the tables of an app over.
    private static void adopt(
            Connection connection, List<Migration> migrations, Consumer<String> progress)
            throws SQLException {
        var locks = new PatientLock(connection, progress);
        new OnlinePreparation(connection, locks, progress).run();
        progress.accept("takes the tables over; the app waits for a moment");
        var all = OnlinePreparation.locks(connection);
        locks.run(statement -> {
            statement.execute(all);
            for (var migration : migrations) {
                execute(statement, migration, progress);
            }
        });
        progress.accept(
                "the app had to wait for %.1f s at the longest"
                        .formatted(locks.longest().toMillis() / 1000.0));
    }

    private static List<String> versions(Statement statement) throws SQLException {
        var versions = new ArrayList<String>();
        try (var rows =
                statement.executeQuery(
                        "select version from supabase_migrations.schema_migrations")) {
            while (rows.next()) {
                versions.add(rows.getString(1));
            }
        }
        return versions;
    }

    private static void applyOne(
            Connection connection, Migration migration, Consumer<String> progress)
            throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            execute(statement, migration, progress);
            connection.commit();
        } catch (SQLException | MigrationException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /// Runs a file in the transaction of the statement, and records it there.
    private static void execute(
            Statement statement, Migration migration, Consumer<String> progress) {
        try (var record = statement.getConnection().prepareStatement(RECORD)) {
            statement.execute("reset all");
            statement.execute(migration.sql());
            tellWarnings(statement, progress);
            record.setString(1, migration.version());
            record.setString(2, migration.name());
            record.setArray(
                    3,
                    statement
                            .getConnection()
                            .createArrayOf("text", new Object[] {migration.sql()}));
            record.executeUpdate();
        } catch (SQLException e) {
            throw new MigrationException(
                    "migration %s_%s.sql was rolled back: %s"
                            .formatted(migration.version(), migration.name(), sentence(e)),
                    e);
        }
    }

    /// What a file decided for the app it says as a warning; notices are PostgreSQL's own.
    private static void tellWarnings(Statement statement, Consumer<String> progress)
            throws SQLException {
        for (var warning = statement.getWarnings();
                warning != null;
                warning = warning.getNextWarning()) {
            if (warning instanceof PSQLWarning said
                    && said.getServerErrorMessage() != null
                    && "WARNING".equals(said.getServerErrorMessage().getSeverity())) {
                progress.accept(String.valueOf(said.getServerErrorMessage().getMessage()));
            }
        }
        statement.clearWarnings();
    }

    /// What PostgreSQL says of a failure and what it advises, without where in the file it was.
    private static String sentence(SQLException failure) {
        if (!(failure instanceof PSQLException known) || known.getServerErrorMessage() == null) {
            return String.valueOf(failure.getMessage());
        }
        var said = known.getServerErrorMessage();
        return Stream.of(said.getMessage(), said.getDetail(), said.getHint())
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
    }

    private static boolean seedOnce(Connection connection) throws SQLException {
        var seed = Migration.seed();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            var first =
                    statement.executeUpdate(
                                    "insert into supabase_migrations.seed_files(path, hash)"
                                            + " values ('supabase/seed.sql', '"
                                            + Integer.toHexString(seed.hashCode())
                                            + "') on conflict do nothing")
                            == 1;
            if (first) {
                statement.execute(seed);
            }
            connection.commit();
            return first;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /// Waits for its turn, which ends with the session, and makes the history when there is none.
    private static void prepare(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set lock_timeout = '" + PATIENCE.toMillis() + "ms'");
            statement.execute("select pg_advisory_lock(" + ADVISORY_LOCK + ")");
            statement.execute(HISTORY);
        }
    }
}
