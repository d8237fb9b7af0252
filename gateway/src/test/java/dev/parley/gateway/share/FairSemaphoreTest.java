// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FairSemaphoreTest {
    private static final Requester ANN = Requester.at("192.0.2.1", "ann");
    private static final Requester BEN = Requester.at("192.0.2.1", "ben");
    private static final Requester CY = Requester.at("192.0.2.2", "cy");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> served = new ArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void one_person_never_has_more_than_its_share_so_others_do_not_wait() {
        var semaphore = new FairSemaphore(new Shares(4, 2, 3, 100, 100, LONG));
        hold(semaphore, ANN, 2);
        queue(semaphore, ANN, 10);

        hold(semaphore, BEN, 1);
        hold(semaphore, CY, 1);

        assertThat(semaphore.waiting()).isEqualTo(10);
    }

    @Test
    void the_people_of_one_network_never_have_more_than_its_share_together() {
        var semaphore = new FairSemaphore(new Shares(4, 2, 3, 100, 100, LONG));
        hold(semaphore, ANN, 2);
        hold(semaphore, BEN, 1);

        queue(semaphore, BEN, 1);
        hold(semaphore, CY, 1);

        assertThat(semaphore.waiting()).isEqualTo(1);
    }

    @Test
    void networks_take_turns_and_so_do_the_people_of_one() throws Exception {
        var semaphore = new FairSemaphore(new Shares(1, 1, 1, 100, 100, LONG));
        var permit = semaphore.acquire(ANN);
        var all = new ArrayList<Future<?>>(queue(semaphore, ANN, 3));
        all.addAll(queue(semaphore, BEN, 2));
        all.addAll(queue(semaphore, CY, 2));

        permit.close();
        for (var one : all) {
            one.get();
        }

        assertThat(served).containsExactly("cy", "ben", "cy", "ann", "ben", "ann", "ann");
        assertThat(semaphore.remembered()).isZero();
    }

    @Test
    void who_waits_too_long_is_refused_and_told_whose_fault_it_is() {
        var semaphore = new FairSemaphore(new Shares(2, 1, 2, 100, 100, Duration.ofMillis(20)));
        hold(semaphore, ANN, 1);

        assertThatExceptionOfType(OverShareException.class)
                .isThrownBy(() -> semaphore.acquire(ANN))
                .matches(OverShareException::own);
        hold(semaphore, CY, 1);
        assertThatExceptionOfType(OverShareException.class)
                .isThrownBy(() -> semaphore.acquire(BEN))
                .matches(refusal -> !refusal.own());
        assertThat(semaphore.waiting()).isZero();
    }

    @Test
    void no_more_than_so_many_of_one_person_or_network_wait() {
        var semaphore = new FairSemaphore(new Shares(1, 1, 1, 3, 5, LONG));
        hold(semaphore, CY, 1);
        queue(semaphore, ANN, 3);

        assertThatExceptionOfType(OverShareException.class)
                .isThrownBy(() -> semaphore.acquire(ANN));
        queue(semaphore, BEN, 2);
        assertThatExceptionOfType(OverShareException.class)
                .isThrownBy(() -> semaphore.acquire(BEN));
        queue(semaphore, CY, 3);
    }

    @Test
    void who_holds_the_secret_key_has_no_limit() {
        var semaphore = new FairSemaphore(new Shares(3, 1, 1, 1, 1, LONG));

        hold(semaphore, Requester.GATEWAY, 3);

        assertThat(semaphore.waiting()).isZero();
    }

    @Test
    void who_is_interrupted_leaves_nothing_behind() {
        var semaphore = new FairSemaphore(new Shares(1, 1, 1, 100, 100, LONG));
        var permit = semaphore.acquire(ANN);
        queue(semaphore, BEN, 2).forEach(one -> one.cancel(true));

        await().untilAsserted(() -> assertThat(semaphore.waiting()).isZero());
        permit.close();
        hold(semaphore, CY, 1);

        assertThat(semaphore.remembered()).isEqualTo(1);
    }

    @Test
    void an_ipv6_subscriber_is_one_network() {
        assertThat(Requester.network("2001:db8:1:2:3::4"))
                .isEqualTo(Requester.network("2001:db8:1:2:ffff::1"))
                .isNotEqualTo(Requester.network("2001:db8:1:3::4"));
        assertThat(Requester.network("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(Requester.network("a name")).isEqualTo("a name");
    }

    @Test
    void crowds_get_all_permits_and_leave_none_behind()
            throws InterruptedException, ExecutionException {
        var semaphore = new FairSemaphore(new Shares(3, 2, 3, 1_000, 1_000, LONG));
        var all = new ArrayList<Future<?>>();
        for (var who : List.of(ANN, BEN, CY)) {
            IntStream.range(0, 200)
                    .forEach(_ -> all.add(threads.submit(() -> semaphore.acquire(who).close())));
        }

        for (var one : all) {
            one.get();
        }
        hold(semaphore, Requester.GATEWAY, 3);

        assertThat(semaphore.remembered()).isEqualTo(1);
    }

    private static void hold(FairSemaphore semaphore, Requester who, int times) {
        IntStream.range(0, times).forEach(_ -> semaphore.acquire(who));
    }

    private List<Future<?>> queue(FairSemaphore semaphore, Requester who, int times) {
        var all = new ArrayList<Future<?>>();
        for (var one = 0; one < times; one++) {
            var before = semaphore.waiting();
            all.add(
                    threads.submit(() -> {
                        try (var _ = semaphore.acquire(who)) {
                            served.add(who.person());
                        }
                    }));
            await().untilAsserted(() -> assertThat(semaphore.waiting()).isEqualTo(before + 1));
        }
        return all;
    }
}
