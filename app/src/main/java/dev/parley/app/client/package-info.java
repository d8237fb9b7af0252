/// Placeholder.
@NullMarked
package dev.parley.app.client;

import org.jspecify.annotations.NullMarked;
