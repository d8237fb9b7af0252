/// The client against a server that says what the test tells it to.
@NullMarked
package dev.parley.client;

import org.jspecify.annotations.NullMarked;
