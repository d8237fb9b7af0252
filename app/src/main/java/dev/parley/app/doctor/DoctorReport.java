// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor;

import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Complaint;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.check.Level;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What was found, in order.
///
/// @param results one for each check that was wanted
public record DoctorReport(List<Result> results) {
    /// Copies the list.
    public DoctorReport {
        results = List.copyOf(results);
    }

    /// A check and what it found.
    public record Result(Check check, Finding finding) {}

    /// Returns whether nothing failed; warnings do not count.
    public boolean ok() {
        return count(Level.FAIL) == 0;
    }

    /// Returns how many findings are of a level.
    public long count(Level level) {
        return results.stream().filter(result -> result.finding().level() == level).count();
    }

    /// Returns what people may say because of what failed.
    public Set<Complaint> explained() {
        var complaints = EnumSet.noneOf(Complaint.class);
        results.stream()
                .filter(result -> result.finding().level() == Level.FAIL)
                .forEach(result -> complaints.addAll(result.check().explains()));
        return complaints;
    }
}
