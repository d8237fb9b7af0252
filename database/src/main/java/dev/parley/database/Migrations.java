package dev.parley.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;

/// Brings a database to the schema of `supabase/migrations`.
///
/// It keeps its history where the Supabase CLI keeps its own, in `supabase_migrations.schema_migrations`,
/// so that both tools agree on what has been applied. Each file is one transaction, recorded in that
/// same transaction. Two programs that migrate at once wait for each other.
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

    /// How long one program waits for another that migrates.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Migrations() {}

    /// Applies what is missing.
    ///
    /// @return the file names applied now, in order; empty when the database was up to date
    /// @throws MigrationException when a file fails; the files before it stay applied
    public static List<String> apply(DatabaseUrl url) {
        return apply(url, Migration.bundled());
    }

    static List<String> apply(DatabaseUrl url, List<Migration> migrations) {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login())) {
            prepare(connection);
            return applyMissing(connection, migrations);
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
        var missing =
                Migration.bundled().stream()
                        .filter(migration -> !applied.contains(migration.version()))
                        .map(Migration::file)
                        .toList();
        return new State(Migration.bundled().size() - missing.size(), missing);
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

    private static List<String> applyMissing(Connection connection, List<Migration> migrations)
            throws SQLException {
        var applied = new TreeSet<String>();
        try (var statement = connection.createStatement()) {
            applied.addAll(versions(statement));
        }
        var done = new ArrayList<String>();
        for (var migration : migrations) {
            if (applied.contains(migration.version())) {
                continue;
            }
            if (!applied.isEmpty() && applied.last().compareTo(migration.version()) > 0) {
                throw new MigrationException(
                        "migration %s_%s is older than %s, which is applied already: give it a later version"
                                .formatted(migration.version(), migration.name(), applied.last()));
            }
            applyOne(connection, migration);
            done.add(migration.file());
        }
        return List.copyOf(done);
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

    private static void applyOne(Connection connection, Migration migration) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement();
                var record =
                        connection.prepareStatement(
                                "insert into supabase_migrations.schema_migrations(version, name, statements)"
                                        + " values (?, ?, ?)")) {
            statement.setEscapeProcessing(false);
            statement.execute("reset all");
            statement.execute(migration.sql());
            record.setString(1, migration.version());
            record.setString(2, migration.name());
            record.setArray(3, connection.createArrayOf("text", new Object[] {migration.sql()}));
            record.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw new MigrationException(
                    "migration %s_%s.sql was rolled back: %s"
                            .formatted(migration.version(), migration.name(), sentence(e)),
                    e);
        } finally {
            connection.setAutoCommit(true);
        }
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
