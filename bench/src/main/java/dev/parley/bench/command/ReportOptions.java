// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.command;

import dev.parley.bench.report.MarkdownTable;
import dev.parley.bench.report.Results;
import dev.parley.bench.report.ResultsJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where results go.
///
/// @param out takes the table
/// @param json takes every value; absent for none
record ReportOptions(PrintWriter out, @Nullable Path json) {
    /// Writes them.
    ///
    /// @param ours the peer that the others are compared with
    /// @return the exit code: 1 when a measurement failed
    int write(Results results, String ours) throws IOException {
        out.print(new MarkdownTable(results, ours).markdown());
        out.flush();
        if (json != null) {
            try (var writer = Files.newBufferedWriter(json)) {
                ResultsJson.write(results, writer);
            }
        }
        return results.failures().isEmpty() ? 0 : 1;
    }
}
