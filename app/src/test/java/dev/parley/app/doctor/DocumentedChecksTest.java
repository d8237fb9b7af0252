// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Complaint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/troubleshooting.md` names every check, and what each explains.
final class DocumentedChecksTest {
    private static final Path PAGE = Path.of("../docs/troubleshooting.md");

    /// A row of the table of checks: names in code, symptoms, what can be wrong.
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| *(`[a-z]+\\.[a-z`., -]+) *\\| *([a-z, ]*)\\|[^|]*\\|$");

    @Test
    void every_check_is_documented_with_the_symptoms_it_explains() throws IOException {
        var explained =
                new Doctor()
                        .checks().stream()
                                .collect(
                                        Collectors.toMap(Check::name, DocumentedChecksTest::about));

        assertThat(documented()).isEqualTo(new TreeMap<>(explained));
    }

    @Test
    void every_check_of_an_app_is_documented() throws IOException {
        var page = Files.readString(PAGE);

        assertThat(Doctor.withWebApp(URI.create("http://127.0.0.1:1")).checks())
                .allSatisfy(check -> assertThat(page).contains("`" + check.name() + "`"));
    }

    private static Map<String, String> documented() throws IOException {
        var rows = new TreeMap<String, String>();
        for (var row : ROW.matcher(Files.readString(PAGE)).results().toList()) {
            for (var name : row.group(1).split(",", -1)) {
                rows.put(name.replace("`", "").strip(), row.group(2).strip());
            }
        }
        return rows;
    }

    private static String about(Check check) {
        return Stream.of(Complaint.values())
                .filter(check.explains()::contains)
                .map(Complaint::toString)
                .collect(Collectors.joining(", "));
    }
}
