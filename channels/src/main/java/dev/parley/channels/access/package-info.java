/// The log of who was refused and why, and of proxies that are not trusted, bounded so that no peer can
/// fill a disk with it.
@NullMarked
package dev.parley.channels.access;

import org.jspecify.annotations.NullMarked;
