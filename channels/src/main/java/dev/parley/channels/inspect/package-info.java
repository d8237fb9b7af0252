/// A read-only view of a running server, for the people who operate it.
///
/// [dev.parley.channels.inspect.Inspection] answers with records that hold no secrets. Questions are
/// meant for threads that may wait: they walk over maps that change meanwhile, and only what belongs
/// to an event loop is asked of it, for a bounded number of connections in one go. Events are kept
/// for channels somebody watches, and for those only.
@NullMarked
package dev.parley.channels.inspect;

import org.jspecify.annotations.NullMarked;
