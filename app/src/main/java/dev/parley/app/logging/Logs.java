// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Decides where the process's log lines go. Called by the command line before parts start.
public final class Logs {
    private Logs() {}

    /// Sends lines from INFO on to a file; warnings, or with `verbose` all of them, go to stderr too.
    public static void toFile(Path file, boolean verbose, LogFormat format) {
        var context = bridged();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.INFO);
        root.addAppender(Appenders.file(context, file, Level.INFO, format));
        root.addAppender(Appenders.stderr(context, verbose ? Level.INFO : Level.WARN, format));
    }

    /// Sends lines from INFO on to stderr, where a container's host collects them.
    public static void toStderr(LogFormat format) {
        var context = bridged();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.INFO);
        root.addAppender(Appenders.stderr(context, Level.INFO, format));
    }

    private static LoggerContext bridged() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
