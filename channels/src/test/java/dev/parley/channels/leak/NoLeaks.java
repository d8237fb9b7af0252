// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.leak;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/// Fails a test class during which Netty reported a leaked buffer. Registered for every class.
///
/// Netty notices a leak when it allocates after the lost buffer was collected, and only logs it.
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {
    private static final String DETECTOR = "io.netty.util.ResourceLeakDetector";
    private static final int ROUNDS = 3;

    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> watcher =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    note(event.getFormattedMessage());
                }
            };

    @Override
    public void beforeAll(ExtensionContext context) {
        begin();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end();
    }

    void begin() {
        leaks.clear();
        watcher.start();
        logger().addAppender(watcher);
    }

    void note(String line) {
        if (line.startsWith("LEAK:")) {
            leaks.add(line);
        }
    }

    void end() {
        provoke();
        logger().detachAppender(watcher);
        if (!leaks.isEmpty()) {
            throw new AssertionError("a buffer leaked: " + leaks.peek());
        }
    }

    /// Lets Netty find what was lost.
    private static void provoke() {
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(DETECTOR);
    }
}
