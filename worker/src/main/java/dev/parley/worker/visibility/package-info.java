/// Whether a room is public, for a worker that publishes what webhooks tell: a message's row does not
/// say who may read it.
///
/// [RoomVisibility] is the entry. A room is private unless it is known to be public: an event that
/// reaches too few people is fetched a little later, one that reaches too many cannot be taken back.
/// Called on the request's own virtual thread, which an answer may block.
@NullMarked
package dev.parley.worker.visibility;

import org.jspecify.annotations.NullMarked;
