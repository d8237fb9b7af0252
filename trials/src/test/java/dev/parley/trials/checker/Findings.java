// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects what is wrong and how much there was. For one thread.
final class Findings {
    private final List<Finding> found = new ArrayList<>();
    private final Map<String, Long> figures = new LinkedHashMap<>();

    void add(Flaw flaw, String where) {
        found.add(new Finding(flaw, where));
    }

    /// Adds to a figure, which exists from the first call on, even for nothing.
    void count(String figure, long more) {
        figures.merge(figure, more, Long::sum);
    }

    Verdict verdict() {
        return new Verdict(found, figures);
    }
}
