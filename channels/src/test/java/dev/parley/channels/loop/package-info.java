@NullMarked
package dev.parley.channels.loop;

import org.jspecify.annotations.NullMarked;
