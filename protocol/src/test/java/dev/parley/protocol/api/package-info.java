/// Tests of the HTTP API's values.
@NullMarked
package dev.parley.protocol.api;

import org.jspecify.annotations.NullMarked;
