/// What apps from before listen to, until they ask for private channels.
@NullMarked
package dev.parley.worker.legacy;

import org.jspecify.annotations.NullMarked;
