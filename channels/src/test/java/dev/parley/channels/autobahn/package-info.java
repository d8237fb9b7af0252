/// RFC 6455 itself: the whole pipeline with an echo behind it instead of a session.
@NullMarked
package dev.parley.channels.autobahn;

import org.jspecify.annotations.NullMarked;
