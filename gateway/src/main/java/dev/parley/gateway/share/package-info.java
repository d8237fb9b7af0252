/// Fair shares of what every request needs and there is little of: database connections, and cores
/// to hash passwords on.
///
/// [dev.parley.gateway.share.FairSemaphore] hands out permits by turns, first among addresses, then
/// among the people at one, and lets nobody hold all of them;
/// [dev.parley.gateway.share.FairPool] does so with connections. Both block the calling thread, for a
/// bounded time and in bounded numbers.
@NullMarked
package dev.parley.gateway.share;

import org.jspecify.annotations.NullMarked;
