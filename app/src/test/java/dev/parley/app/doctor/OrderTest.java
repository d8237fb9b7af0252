// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.assembly.DeploymentFinder;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Complaint;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.check.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which checks look, and what becomes of those that cannot.
final class OrderTest {
    private static final Check FIRST =
            new Check("first", List.of(), Set.of(), _ -> Finding.fail("broken", "mend it"));
    private static final Check SECOND =
            new Check("second", List.of("first"), Set.of(Complaint.LIVE), _ -> Finding.ok("fine"));
    private static final Check THIRD =
            new Check("third", List.of("second"), Set.of(), _ -> Finding.ok("fine"));
    private static final Check APART =
            new Check(
                    "apart",
                    List.of(),
                    Set.of(Complaint.MISSING),
                    _ -> {
                        throw new IllegalStateException("the server fell asleep");
                    });

    @Test
    void what_needs_something_that_failed_is_skipped_and_so_is_what_needs_that() throws Exception {
        var report = examine(Optional.empty());

        assertThat(levels(report)).containsExactly(Level.FAIL, Level.SKIP, Level.SKIP, Level.FAIL);
        assertThat(report.results().get(1).finding().fact()).isEqualTo("needs first");
    }

    @Test
    void a_check_that_breaks_is_a_finding() throws Exception {
        var last = examine(Optional.empty()).results().getLast().finding();

        assertThat(last.fact()).isEqualTo("could not find out: the server fell asleep");
    }

    @Test
    void one_complaint_is_looked_into_with_what_its_checks_need() throws Exception {
        var report = examine(Optional.of(Complaint.LIVE));

        assertThat(report.results())
                .extracting(result -> result.check().name())
                .containsExactly("first", "second");
    }

    @Test
    void what_failed_explains_what_people_say() throws Exception {
        assertThat(examine(Optional.empty()).explained()).containsExactly(Complaint.MISSING);
    }

    @Test
    void every_check_comes_after_those_it_needs_and_names_them_right() throws Exception {
        var report =
                DisposableDeployment.examine(
                        Map.of("PARLEY_DATA", "no-such-folder"), Optional.empty());

        var names = report.results().stream().map(result -> result.check().name()).toList();
        for (var result : report.results()) {
            var place = names.indexOf(result.check().name());
            assertThat(names.subList(0, place)).containsAll(result.check().needs());
        }
    }

    private static DoctorReport examine(Optional<Complaint> about) throws InterruptedException {
        var configuration = Configuration.read(Map.of(), RunMode.TOOL);
        try (var deployment = DeploymentFinder.find(configuration)) {
            return new Doctor(List.of(FIRST, SECOND, THIRD, APART))
                    .examine(deployment, about, new DisposableDeployment.Unheard());
        }
    }

    private static List<Level> levels(DoctorReport report) {
        return report.results().stream().map(result -> result.finding().level()).toList();
    }
}
