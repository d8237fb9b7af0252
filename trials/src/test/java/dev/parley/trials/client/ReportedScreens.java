// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.trials.checker.Screen;
import dev.parley.trials.checker.Step;
import dev.parley.trials.checker.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What clients show, as they report it. Thread-safe.
final class ReportedScreens {
    @GuardedBy("this")
    private final Map<Key, Shown> screens = new LinkedHashMap<>();

    @GuardedBy("this")
    private final List<String> problems = new ArrayList<>();

    @GuardedBy("this")
    private boolean ready;

    private record Key(String client, UUID room) {}

    /// One screen, and how far it is.
    private static final class Shown {
        private final List<Step> steps = new ArrayList<>();
        private String epoch = "";
        private long rev;

        void load(Step.Loaded loaded) {
            steps.add(loaded);
            epoch = loaded.epoch();
            rev = loaded.rev();
        }

        void render(Step.Rendered rendered) {
            steps.add(rendered);
            rev = Math.max(rev, rendered.rev());
        }

        boolean isAt(String tableEpoch, long head) {
            return epoch.equals(tableEpoch) && rev >= head;
        }
    }

    /// Expects reports of a client's room.
    synchronized void add(String client, UUID room) {
        screens.put(new Key(client, room), new Shown());
    }

    /// Takes a line of `headless-clients.js`.
    synchronized void take(JsonNode report) {
        if (report.has("ready")) {
            ready = true;
        } else if (report.has("problem")) {
            problem(report.path("problem").asText());
        } else {
            take(screen(report), report);
        }
    }

    private static void take(Shown screen, JsonNode report) {
        var loaded = report.path("loaded");
        if (loaded.isObject()) {
            screen.load(
                    new Step.Loaded(loaded.path("epoch").asText(), loaded.path("rev").asLong()));
        } else {
            var rendered = report.required("rendered");
            var message = UUID.fromString(rendered.path("message").asText());
            screen.render(new Step.Rendered(rendered.path("rev").asLong(), Optional.of(message)));
        }
    }

    /// Notes what must not have happened.
    synchronized void problem(String what) {
        problems.add(what);
    }

    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    /// Returns whether all rooms of all clients have been connected.
    synchronized boolean isReady() {
        return ready;
    }

    /// Returns whether every screen shows the end of its room's log.
    synchronized boolean areAt(Table table) {
        var heads = table.heads();
        return screens.entrySet().stream()
                .allMatch(entry ->
                        entry.getValue()
                                .isAt(
                                        table.epoch(),
                                        heads.getOrDefault(entry.getKey().room(), 0L)));
    }

    synchronized List<Screen> all() {
        return screens.entrySet().stream()
                .map(entry ->
                        new Screen(
                                entry.getKey().client(),
                                entry.getKey().room(),
                                entry.getValue().steps))
                .toList();
    }

    @GuardedBy("this")
    private Shown screen(JsonNode report) {
        var key =
                new Key(
                        report.path("client").asText(),
                        UUID.fromString(report.path("room").asText()));
        var screen = screens.get(key);
        if (screen == null) {
            throw new IllegalArgumentException("not a screen of ours: " + report);
        }
        return screen;
    }
}
