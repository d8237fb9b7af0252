/// The write-ahead log, decoded, and streamed through the replication protocol.
///
/// [LogReader] turns messages of the plugin `pgoutput` into changes, wherever they come from, and
/// [Confirmations] works out how far they may be confirmed. [WalSource] is the source that streams:
/// the thread of its session reads, a second one confirms, see [WalSession].
@NullMarked
package dev.parley.worker.capture.wal;

import org.jspecify.annotations.NullMarked;
