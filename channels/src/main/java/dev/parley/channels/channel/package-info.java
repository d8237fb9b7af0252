/// Who is subscribed to what, and the way of an event to them.
///
/// A [dev.parley.channels.channel.Channel] keeps, for every event loop, the array of
/// that loop's subscribers. A publish hands its frame to each loop once, through the loop's
/// [dev.parley.channels.channel.LoopTaskQueue]; the loop writes it to its own sockets. Joining and leaving
/// travel through the same task queue, under the channel's lock, so every subscriber sees one order of
/// events, joins and leaves. Which thread owns what is said in each class.
@NullMarked
package dev.parley.channels.channel;

import org.jspecify.annotations.NullMarked;
