/// Access tokens: signed and checked with the project's one secret (HS256). Values and pure
/// functions over a clock; no I/O.
@NullMarked
package dev.parley.gateway.token;

import org.jspecify.annotations.NullMarked;
