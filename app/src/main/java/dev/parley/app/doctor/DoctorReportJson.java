// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/// A report for programs: `{"ok", "checks": [{"name", "level", "fact", "cure"?, "explains"}]}`, the levels
/// in lower case.
public final class DoctorReportJson {
    private DoctorReportJson() {}

    /// Returns the document.
    public static String of(DoctorReport report) {
        var document = JsonNodeFactory.instance.objectNode().put("ok", report.ok());
        var checks = document.putArray("checks");
        for (var result : report.results()) {
            var finding = result.finding();
            var entry =
                    checks.addObject()
                            .put("name", result.check().name())
                            .put("level", finding.level().name().toLowerCase(Locale.ROOT))
                            .put("fact", finding.fact());
            finding.cure().ifPresent(cure -> entry.put("cure", cure));
            var explains = entry.putArray("explains");
            result.check().explains().stream()
                    .sorted()
                    .forEach(complaint -> explains.add(complaint.toString()));
        }
        try {
            return JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
    }
}
