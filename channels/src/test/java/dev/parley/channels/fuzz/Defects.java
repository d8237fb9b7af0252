// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/// Turns what the server logs as an error into a failure.
final class Defects implements AutoCloseable {
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> watcher =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                        errors.add(
                                event.getFormattedMessage()
                                        + "\n"
                                        + ThrowableProxyUtil.asString(event.getThrowableProxy()));
                    }
                }
            };

    Defects() {
        watcher.start();
        logger().addAppender(watcher);
    }

    @Override
    public void close() {
        logger().detachAppender(watcher);
        if (!errors.isEmpty()) {
            throw new AssertionError("the server logged: " + errors.peek());
        }
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.parley");
    }
}
