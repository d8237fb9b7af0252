// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class BackgroundLoopTest {
    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final SynchronousQueue<String> rounds = new SynchronousQueue<>();

    @Test
    void a_round_that_throws_is_told_of_and_the_next_one_begins() throws InterruptedException {
        var loop = started(this::round);

        rounds.put("a defect");
        rounds.put("a round");

        assertThat(seen.take()).isEqualTo("told of a defect");
        assertThat(seen.take()).isEqualTo("a round");
        assertThat(loop.end()).isTrue();
    }

    @Test
    void an_ended_loop_runs_no_round_more_even_when_a_round_swallows_the_interrupt()
            throws InterruptedException {
        var loop =
                started(() -> {
                    seen.add("begun");
                    LockSupport.park(); // returns at the interrupt, and throws nothing
                    var _ = Thread.interrupted();
                });
        assertThat(seen.take()).isEqualTo("begun");

        assertThat(loop.end()).isTrue();
    }

    @Test
    void a_loop_whose_round_does_not_return_is_left_behind() throws InterruptedException {
        var stuck = new CountDownLatch(1);
        var loop =
                started(() -> {
                    seen.add("begun");
                    awaitUninterruptibly(stuck);
                });
        assertThat(seen.take()).isEqualTo("begun");

        assertThat(BackgroundLoop.end(List.of(loop)))
                .extracting(BackgroundLoop::name)
                .containsExactly("parley-test");
        stuck.countDown();
    }

    @Test
    void who_is_interrupted_while_ending_loops_stays_so() throws InterruptedException {
        var loop = started(this::round);

        Thread.currentThread().interrupt();

        assertThat(loop.end()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    private void round() throws InterruptedException {
        var round = rounds.take();
        if (round.equals("a defect")) {
            throw new IllegalStateException(round);
        }
        seen.add(round);
    }

    private BackgroundLoop started(BackgroundLoop.Round round) {
        var loop =
                new BackgroundLoop(
                        "parley-test", round, defect -> seen.add("told of " + defect.getMessage()));
        loop.start();
        return loop;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) { // as some drivers do
            }
        }
    }
}
