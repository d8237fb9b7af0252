@NullMarked
package dev.parley.channels.access;

import org.jspecify.annotations.NullMarked;
