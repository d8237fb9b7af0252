/// A message of our own from its commit to a subscriber.
@NullMarked
package dev.parley.app.doctor.canary;

import org.jspecify.annotations.NullMarked;
