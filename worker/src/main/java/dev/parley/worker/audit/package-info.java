/// Looks every few seconds, by the tables alone, whether the bridge keeps its promise: how old the
/// oldest event is that a target has not taken, and how much log the database keeps for us.
///
/// It shares nothing with the parts it watches, so it sees what they do not notice themselves.
@NullMarked
package dev.parley.worker.audit;

import org.jspecify.annotations.NullMarked;
