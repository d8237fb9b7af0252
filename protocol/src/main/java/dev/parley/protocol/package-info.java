/// The Pusher protocol as values: frames, channel names, signatures, webhooks and limits.
///
/// Everything here is immutable and free of I/O, so every type may be used from any thread. The
/// server side (`channels`) and the publishing side (`worker`) share these types, which is why both
/// agree on each byte they sign.
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
