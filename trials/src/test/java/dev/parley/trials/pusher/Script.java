// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.pusher;

import dev.parley.protocol.api.PublishEvent;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/// Decides how requests are answered. Called by many threads, one at a time.
@FunctionalInterface
public interface Script {
    /// Returns the answer to one request.
    ///
    /// @param events what it asks to publish, 1 to 10 events
    Answer answer(List<PublishEvent> events);

    /// Takes everything.
    static Script taking() {
        return always(new Answer.Take());
    }

    /// Gives one answer to all.
    static Script always(Answer answer) {
        return _ -> answer;
    }

    /// Gives an answer to some requests, drawn by chance, and takes the others.
    ///
    /// @param percent how many of a hundred
    /// @param seed decides which
    static Script sometimes(int percent, long seed, Answer answer) {
        var random = new Random(seed);
        return _ -> random.nextInt(100) < percent ? answer : new Answer.Take();
    }

    /// Refuses every request in which a certain event is, and takes the others.
    ///
    /// @param poison says which events
    /// @param status the HTTP status
    static Script refusing(Predicate<PublishEvent> poison, int status) {
        return events ->
                events.stream().anyMatch(poison) ? new Answer.Refuse(status) : new Answer.Take();
    }
}
