/// Sign-in over real HTTP, with a clock that moves when told.
@NullMarked
package dev.parley.gateway.auth;

import org.jspecify.annotations.NullMarked;
