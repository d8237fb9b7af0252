package dev.parley.database.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/// Finds the server's programs on the class path. The library's own way refuses a class path that has the
/// same programs twice, as one has that leads to them both itself and through a jar's manifest.
final class Binaries implements PgBinaryResolver {
    @Override
    public InputStream getPgBinary(String system, String machine) throws IOException {
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        } catch (IllegalStateException e) { // they are there more than once
            var name =
                    "/postgres-%s-%s.txz"
                            .formatted(system.toLowerCase(Locale.ROOT), architecture(machine));
            var first = Binaries.class.getResourceAsStream(name);
            if (first == null) {
                throw new FileNotFoundException(name + " is not on the class path");
            }
            return first;
        }
    }

    private static String architecture(String machine) {
        return switch (machine) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> machine;
        };
    }
}
