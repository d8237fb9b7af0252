@NullMarked
package dev.parley.http.peer;

import org.jspecify.annotations.NullMarked;
