/// An event loop and what belongs to it: the task queue through which other threads reach its sockets,
/// and the sweep that watches deadlines without a timer per connection.
@NullMarked
package dev.parley.channels.loop;

import org.jspecify.annotations.NullMarked;
