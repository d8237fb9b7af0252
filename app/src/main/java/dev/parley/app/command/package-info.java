/// Placeholder.
@NullMarked
package dev.parley.app.command;

import org.jspecify.annotations.NullMarked;
