/// Tests of applications at work.
@NullMarked
package dev.parley.channels.app;

import org.jspecify.annotations.NullMarked;
