/// Tests of the frames' JSON.
@NullMarked
package dev.parley.protocol.frame;

import org.jspecify.annotations.NullMarked;
