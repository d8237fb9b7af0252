@NullMarked
package dev.parley.channels.tls;

import org.jspecify.annotations.NullMarked;
