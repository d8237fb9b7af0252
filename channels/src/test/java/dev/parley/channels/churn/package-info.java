/// Clients that come and go by the thousand: a server must be as small after them as before.
@NullMarked
package dev.parley.channels.churn;

import org.jspecify.annotations.NullMarked;
