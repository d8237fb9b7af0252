// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;

/// The two places a line can go.
final class Appenders {
    private static final String LINE = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg %kvp%n";
    private static final long MAX_FILE_BYTES = 10 * FileSize.MB_COEFFICIENT;

    private Appenders() {}

    static Appender<ILoggingEvent> stderr(LoggerContext context, Level least, LogFormat format) {
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setTarget("System.err");
        return started(appender, "stderr", context, least, format);
    }

    /// Keeps one older file beside the current one.
    static Appender<ILoggingEvent> file(
            LoggerContext context, Path file, Level least, LogFormat format) {
        var appender = new RollingFileAppender<ILoggingEvent>();
        appender.setFile(file.toString());
        var rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(file + ".%i");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(1);
        rolling.start();
        var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        trigger.setContext(context);
        trigger.setMaxFileSize(new FileSize(MAX_FILE_BYTES));
        trigger.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(trigger);
        return started(appender, "file", context, least, format);
    }

    private static Appender<ILoggingEvent> started(
            OutputStreamAppender<ILoggingEvent> appender,
            String name,
            LoggerContext context,
            Level least,
            LogFormat format) {
        var filter = new ThresholdFilter();
        filter.setLevel(least.toString());
        filter.start();
        appender.setName(name);
        appender.setContext(context);
        appender.setEncoder(encoder(context, format));
        appender.addFilter(filter);
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
        var encoder =
                switch (format) {
                    case JSON -> new JsonLines();
                    case TEXT -> {
                        var text = new PatternLayoutEncoder();
                        text.setPattern(LINE);
                        yield text;
                    }
                };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
