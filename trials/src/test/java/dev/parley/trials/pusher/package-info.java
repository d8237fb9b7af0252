/// A Pusher server that answers by script.
///
/// [FakePusher] is the entry. It takes `POST /apps/{id}/events` and `…/batch_events`, checks signature and
/// rules as a real server does, asks its [Script] for an [Answer] to each good request, and remembers
/// every event it took in the order they came. Requests run on the web server's virtual threads; any
/// thread may change the script and read the record.
@NullMarked
package dev.parley.trials.pusher;

import org.jspecify.annotations.NullMarked;
