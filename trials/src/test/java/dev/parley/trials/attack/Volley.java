// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.attack;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The same request many times at once.
///
/// @param what name for the report
/// @param parallel how many at once
/// @param request one of them
record Volley(String what, int parallel, Request request) implements Attack {
    /// One request of an attacker.
    @FunctionalInterface
    interface Request {
        /// Sends it and reads the answer.
        ///
        /// @param number of this request in its volley, from 0
        void send(int number) throws IOException, InterruptedException;
    }

    @Override
    public String name() {
        return what;
    }

    @Override
    public void strike() throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < parallel; i++) {
                var number = i;
                var _ =
                        threads.submit(() -> {
                            request.send(number);
                            return null;
                        }); // what is refused or times out is what an attacker expects
            }
        }
        TimeUnit.MILLISECONDS.sleep(100);
    }
}
