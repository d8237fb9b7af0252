/// Tells applications over HTTP what happens in their channels, see
/// [webhooks](https://pusher.com/docs/channels/server_api/webhooks/). [Webhooks] is the way in.
///
/// Channels announce on event loops; what an endpoint is to be told crosses to that endpoint's own
/// virtual thread through one bounded queue, its [Outbox]. The thread has one request out at a time
/// and repeats it until it succeeds or is given up, so an endpoint is told things in their order.
@NullMarked
package dev.parley.channels.webhook;

import org.jspecify.annotations.NullMarked;
