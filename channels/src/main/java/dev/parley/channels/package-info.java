/// Placeholder for channels.
@NullMarked
package dev.parley.channels;

import org.jspecify.annotations.NullMarked;
