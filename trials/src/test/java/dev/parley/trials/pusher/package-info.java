/// Pusher servers that remember every event they took, in the order they came: each is a [Recorder].
///
/// [FakePusher] takes `POST /apps/{id}/events` and `…/batch_events`, checks signature and rules as a real
/// server does, and asks its [Script] for an [Answer] to each good request. [Relay] stands before our own
/// channels server, which real clients listen to. Requests run on the web server's virtual threads; any
/// thread may change the script and read the record.
@NullMarked
package dev.parley.trials.pusher;

import org.jspecify.annotations.NullMarked;
