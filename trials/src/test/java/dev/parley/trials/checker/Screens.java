// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Judges what clients showed.
final class Screens {
    private final Table table;
    private final Map<LogPosition, Entry> rows;
    private final Map<UUID, Long> heads;
    private final Findings findings;

    Screens(Table table, Map<LogPosition, Entry> rows, Findings findings) {
        this.table = table;
        this.rows = rows;
        this.findings = findings;
        this.heads = table.heads();
        findings.count("rendered", 0);
        findings.count("reloads", 0);
    }

    void judge(Screen screen) {
        var view = new View(screen);
        screen.steps().forEach(view::take);
        view.end();
    }

    /// What is on one screen, followed step by step.
    private final class View {
        private final Screen screen;
        private final Set<Long> shown = new HashSet<>();
        private String epoch = "";
        private long base;
        private long at;

        View(Screen screen) {
            this.screen = screen;
        }

        void take(Step step) {
            switch (step) {
                case Step.Loaded loaded -> load(loaded);
                case Step.Rendered rendered -> render(rendered);
            }
        }

        private void load(Step.Loaded loaded) {
            if (loaded.epoch().equals(epoch)) {
                findings.count("reloads", 1);
                if (loaded.rev() < at) {
                    find(Flaw.CLIENT_INVERSION, loaded.rev());
                }
            }
            epoch = loaded.epoch();
            base = loaded.rev();
            at = loaded.rev();
            shown.clear();
        }

        private void render(Step.Rendered rendered) {
            findings.count("rendered", 1);
            var rev = rendered.rev();
            if (!shown.add(rev) || rev <= base) {
                find(Flaw.CLIENT_DUPLICATE, rev);
            } else if (rev < at) {
                find(Flaw.CLIENT_INVERSION, rev);
            } else if (rev > at + 1) {
                find(Flaw.CLIENT_GAP, rev);
            }
            at = Math.max(at, rev);
            judgeContent(new Entry(new LogPosition(epoch, screen.room(), rev), rendered.message()));
        }

        private void judgeContent(Entry shown) {
            var row = rows.get(shown.position());
            if (table.covers(shown.position()) && (row == null || !row.agrees(shown))) {
                find(Flaw.PHANTOM, shown.position().rev());
            }
        }

        void end() {
            var head = heads.getOrDefault(screen.room(), 0L);
            if (!epoch.equals(table.epoch()) || at < head) {
                findings.add(
                        Flaw.CLIENT_STUCK,
                        "%s: at %s %d, the log ends at %s %d"
                                .formatted(screen, epoch, at, table.epoch(), head));
            }
        }

        private void find(Flaw flaw, long rev) {
            findings.add(flaw, "%s: %s %d after %d".formatted(screen, epoch, rev, at));
        }
    }
}
