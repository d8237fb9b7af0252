/// Tests of webhooks.
@NullMarked
package dev.parley.channels.webhook;

import org.jspecify.annotations.NullMarked;
