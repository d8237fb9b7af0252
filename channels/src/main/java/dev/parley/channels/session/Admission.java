package dev.parley.channels.session;

import dev.parley.channels.app.LiveApp;
import dev.parley.channels.app.LiveApps;
import dev.parley.protocol.ErrorCode;
import java.util.Optional;

/// Decides what becomes of a WebSocket whose upgrade has succeeded. Browsers cannot read a refused
/// upgrade, so every refusal is a frame and a close code after it. Thread-safe.
public final class Admission {
    private static final String APP_PATH = "/app/";
    private static final int OLDEST_VERSION = 5;
    private static final int NEWEST_VERSION = 7;

    private final LiveApps apps;

    /// @param apps those a key may lead to
    public Admission(LiveApps apps) {
        this.apps = apps;
    }

    /// What was decided.
    public sealed interface Verdict {
        /// The connection belongs to an app.
        record Admitted(LiveApp app) implements Verdict {}

        /// The connection must be closed.
        record Refused(ErrorCode code, String reason) implements Verdict {}
    }

    /// Decides by the address that was upgraded.
    ///
    /// @param path the decoded path, the server's prefix taken off
    /// @param version the `protocol` parameter, if given
    public Verdict decide(String path, Optional<String> version) {
        if (!path.startsWith(APP_PATH) || path.indexOf('/', APP_PATH.length()) >= 0) {
            return new Verdict.Refused(ErrorCode.PATH_NOT_FOUND, "Path not found");
        }
        var app = apps.byKey(path.substring(APP_PATH.length()));
        if (app.isEmpty()) {
            return new Verdict.Refused(
                    ErrorCode.APP_NOT_FOUND,
                    "No app has this key. Is it the key of another server?");
        }
        if (!app.get().settings().enabled()) {
            return new Verdict.Refused(ErrorCode.APP_DISABLED, "Application disabled");
        }
        if (version.isPresent() && !isInteger(version.get())) {
            return new Verdict.Refused(ErrorCode.INVALID_VERSION, "Invalid version string");
        }
        if (version.isPresent() && !isSpoken(version.get())) {
            return new Verdict.Refused(
                    ErrorCode.UNSUPPORTED_VERSION, "Unsupported protocol version: use 5, 6 or 7");
        }
        return new Verdict.Admitted(app.get());
    }

    private static boolean isInteger(String text) {
        return !text.isEmpty()
                && text.length() <= 9
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isSpoken(String version) {
        int number = Integer.parseInt(version);
        return number >= OLDEST_VERSION && number <= NEWEST_VERSION;
    }
}
