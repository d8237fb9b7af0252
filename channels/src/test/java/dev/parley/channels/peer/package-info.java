@NullMarked
package dev.parley.channels.peer;

import org.jspecify.annotations.NullMarked;
