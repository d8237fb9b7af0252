/// Threads that do one thing again and again. [BackgroundLoop] is the only way the worker starts one, so a
/// defect ends none of them unseen.
@NullMarked
package dev.parley.worker.background;

import org.jspecify.annotations.NullMarked;
