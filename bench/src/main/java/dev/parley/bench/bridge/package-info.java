/// The bridge measured whole: `./parley up` as a user starts it, writers that insert messages into its
/// database, and subscribers of its channels server; from commit to receipt, every message checked.
///
/// Writers have a thread each, receipts are noted by the generator's loop or the thread that reads from
/// Node.js, and the thread that steers looks at both when they are done.
@NullMarked
package dev.parley.bench.bridge;

import org.jspecify.annotations.NullMarked;
