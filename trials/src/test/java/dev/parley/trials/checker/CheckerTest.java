// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One planted error of every kind is found, and nothing else is.
@Tag("short")
final class CheckerTest {
    private static final UUID ROOM = new UUID(0, 1);
    private static final UUID OTHER_ROOM = new UUID(0, 2);
    private static final String EPOCH = "1-77";
    private static final long BASE = 3;
    private static final long HEAD = 13;

    private final List<UUID> accepted = new ArrayList<>(messages());
    private final List<UUID> stored = new ArrayList<>(messages());
    private final List<Entry> rows = new ArrayList<>(log(EPOCH));
    private final List<Entry> published = new ArrayList<>(log(EPOCH));
    private final List<Step> steps = new ArrayList<>(screen());
    private final List<UUID> refused = new ArrayList<>();
    private Demands demands = Demands.accepted(10);

    @Test
    void a_run_without_errors_is_clean() {
        var verdict = verdict();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.figures())
                .containsEntry("accepted", 10L)
                .containsEntry("published", 10L)
                .containsEntry("rendered", 10L)
                .containsEntry("duplicates", 0L);
        verdict.requireClean();
    }

    @Test
    void a_change_that_was_never_published_is_lost() {
        published.removeLast();

        assertOnly(Flaw.LOST);
    }

    @Test
    void a_change_published_as_another_message_is_lost_and_a_phantom() {
        published.set(4, entry(EPOCH, BASE + 5, new UUID(9, 9)));

        assertThat(verdict().flaws()).containsExactlyInAnyOrder(Flaw.LOST, Flaw.PHANTOM);
    }

    @Test
    void an_event_that_asks_to_fetch_stands_for_its_change() {
        published.set(4, new Entry(published.get(4).position(), Optional.empty()));

        assertThat(verdict().findings()).isEmpty();
    }

    @Test
    void a_change_that_is_in_no_table_is_a_phantom() {
        published.add(entry(EPOCH, HEAD + 1, new UUID(9, 9)));

        assertOnly(Flaw.PHANTOM);
    }

    @Test
    void a_change_of_an_earlier_life_of_the_database_is_no_phantom() {
        published.addFirst(entry("0-77", HEAD + 1, new UUID(9, 9)));

        assertThat(verdict().findings()).isEmpty();
    }

    @Test
    void changes_from_before_the_run_and_of_other_rooms_are_not_judged() {
        published.addFirst(entry(EPOCH, BASE, new UUID(9, 9)));
        published.add(new Entry(new LogPosition(EPOCH, OTHER_ROOM, 99), Optional.empty()));

        assertThat(verdict().findings()).isEmpty();
    }

    @Test
    void an_accepted_message_that_is_not_in_the_table_is_found() {
        accepted.add(new UUID(9, 9));

        assertOnly(Flaw.UNACCEPTED);
    }

    @Test
    void a_refused_message_that_is_in_the_table_is_a_phantom() {
        refused.add(stored.getFirst());

        assertOnly(Flaw.PHANTOM);
    }

    @Test
    void a_change_first_published_after_a_later_one_is_reordered() {
        Collections.swap(published, 4, 5);

        assertOnly(Flaw.REORDERED);
    }

    @Test
    void repeats_are_counted_and_no_error_wherever_they_come() {
        published.add(published.get(2));
        published.add(4, published.get(3));

        var verdict = verdict();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.duplicates()).isEqualTo(2);
    }

    @Test
    void a_client_that_skips_a_change_has_a_gap() {
        steps.remove(5);

        assertOnly(Flaw.CLIENT_GAP);
    }

    @Test
    void a_client_that_renders_a_change_again_has_a_duplicate() {
        steps.add(6, steps.get(5));

        assertOnly(Flaw.CLIENT_DUPLICATE);
    }

    @Test
    void a_client_that_renders_what_it_had_loaded_has_a_duplicate() {
        steps.add(1, new Step.Rendered(BASE, Optional.empty()));

        assertOnly(Flaw.CLIENT_DUPLICATE);
    }

    @Test
    void a_client_that_renders_a_change_after_a_later_one_has_an_inversion() {
        Collections.swap(steps, 5, 6);

        assertThat(verdict().flaws())
                .containsExactlyInAnyOrder(Flaw.CLIENT_INVERSION, Flaw.CLIENT_GAP);
    }

    @Test
    void a_client_that_loads_an_older_view_of_the_same_life_has_an_inversion() {
        steps.add(6, new Step.Loaded(EPOCH, BASE + 4));
        steps.add(7, steps.get(5));

        assertOnly(Flaw.CLIENT_INVERSION);
    }

    @Test
    void a_client_that_renders_another_message_has_a_phantom() {
        steps.set(5, new Step.Rendered(BASE + 5, Optional.of(new UUID(9, 9))));

        assertOnly(Flaw.PHANTOM);
    }

    @Test
    void a_client_that_does_not_reach_the_end_is_stuck() {
        steps.removeLast();

        assertOnly(Flaw.CLIENT_STUCK);
    }

    @Test
    void a_client_that_stays_in_an_earlier_life_of_the_database_is_stuck() {
        steps.set(0, new Step.Loaded("0-77", BASE));

        assertOnly(Flaw.CLIENT_STUCK);
    }

    @Test
    void a_client_that_loads_anew_goes_on_from_there() {
        steps.subList(4, 8).clear();
        steps.add(4, new Step.Loaded(EPOCH, BASE + 7));

        var verdict = verdict();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.figures()).containsEntry("reloads", 1L);
    }

    @Test
    void a_run_that_accepted_too_little_shows_nothing() {
        demands = Demands.accepted(11);

        assertOnly(Flaw.TOO_FEW_ACCEPTED);
    }

    @Test
    void a_run_in_which_a_fault_did_not_happen_shows_nothing() {
        demands = new Demands(10, List.of("kill -9 of worker a"));

        assertOnly(Flaw.FAULT_MISSING);
    }

    @Test
    void a_target_that_took_nothing_lost_everything() {
        published.clear();

        assertThat(verdict().count(Flaw.LOST)).isEqualTo(10);
    }

    @Test
    void the_first_findings_are_told() {
        published.removeLast();

        assertThatThrownBy(() -> verdict().requireClean())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("LOST=1")
                .hasMessageContaining(ROOM + "." + HEAD);
    }

    private void assertOnly(Flaw flaw) {
        assertThat(verdict().findings()).singleElement().returns(flaw, Finding::flaw);
    }

    private Verdict verdict() {
        var written = new Written(Set.copyOf(accepted), Set.of(), Set.copyOf(refused));
        var table = new Table(EPOCH, Map.of(ROOM, BASE), rows, Set.copyOf(stored));
        return Checker.judge(
                new History(
                        written,
                        table,
                        Map.of("target", published),
                        List.of(new Screen("client", ROOM, steps))),
                demands);
    }

    private static List<UUID> messages() {
        return revs().mapToObj(CheckerTest::message).toList();
    }

    private static List<Entry> log(String epoch) {
        return revs().mapToObj(rev -> entry(epoch, rev, message(rev))).toList();
    }

    private static List<Step> screen() {
        var steps = new ArrayList<Step>();
        steps.add(new Step.Loaded(EPOCH, BASE));
        revs().mapToObj(rev -> new Step.Rendered(rev, Optional.of(message(rev))))
                .forEach(steps::add);
        return steps;
    }

    private static LongStream revs() {
        return LongStream.rangeClosed(BASE + 1, HEAD);
    }

    private static Entry entry(String epoch, long rev, UUID message) {
        return new Entry(new LogPosition(epoch, ROOM, rev), Optional.of(message));
    }

    private static UUID message(long rev) {
        return new UUID(1, rev);
    }
}
