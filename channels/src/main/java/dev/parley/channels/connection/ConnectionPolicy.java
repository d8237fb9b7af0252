// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import dev.parley.channels.app.LiveApp;
import dev.parley.channels.app.LiveApps;
import dev.parley.channels.config.App;
import dev.parley.channels.meter.Refusal;
import dev.parley.protocol.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what becomes of a WebSocket whose upgrade has succeeded. Browsers cannot read a refused
/// upgrade, so every refusal is a frame and a close code after it. Thread-safe.
public final class ConnectionPolicy {
    private static final String APP_PATH = "/app/";
    private static final int OLDEST_VERSION = 5;
    private static final int NEWEST_VERSION = 7;

    private final LiveApps apps;

    /// @param apps those a key may lead to
    public ConnectionPolicy(LiveApps apps) {
        this.apps = apps;
    }

    /// What was decided.
    public sealed interface Decision {
        /// The connection belongs to an app.
        record Admitted(LiveApp app) implements Decision {}

        /// The connection must be closed.
        ///
        /// @param code told by frame and close
        /// @param reason at most 100 ASCII characters
        /// @param refusal what it is counted as
        /// @param appId the app it was for, if it came to one
        record Refused(ErrorCode code, String reason, Refusal refusal, @Nullable String appId)
                implements Decision {

            /// Returns a refusal that no app has to do with.
            public static Refused of(ErrorCode code, String reason, Refusal refusal) {
                return new Refused(code, reason, refusal, null);
            }

            /// Returns the refusal of an app that has all the connections it may have.
            public static Refused overQuota(LiveApp app) {
                return new Refused(
                        ErrorCode.OVER_QUOTA,
                        "Account over quota",
                        Refusal.QUOTA,
                        app.settings().id());
            }
        }
    }

    /// Decides by what the upgrade said.
    public Decision decide(ConnectionRequest request) {
        var path = request.path();
        if (!path.startsWith(APP_PATH) || path.indexOf('/', APP_PATH.length()) >= 0) {
            return Decision.Refused.of(ErrorCode.PATH_NOT_FOUND, "Path not found", Refusal.PATH);
        }
        var app = apps.byKey(path.substring(APP_PATH.length()));
        if (app.isEmpty()) {
            return Decision.Refused.of(
                    ErrorCode.APP_NOT_FOUND,
                    "No app has this key. Is it the key of another server?",
                    Refusal.APP);
        }
        var objection = objection(app.get().settings(), request);
        return objection == null ? new Decision.Admitted(app.get()) : objection;
    }

    private static Decision.@Nullable Refused objection(App app, ConnectionRequest request) {
        if (!app.enabled()) {
            return refused(app, ErrorCode.APP_DISABLED, "The app is disabled", Refusal.APP);
        }
        if (app.features().tlsOnly() && !request.secure()) {
            return refused(
                    app,
                    ErrorCode.TLS_ONLY,
                    "The app takes TLS connections only (wss://)",
                    Refusal.TLS);
        }
        var version = request.version();
        if (version.isPresent() && !isInteger(version.get())) {
            return refused(
                    app, ErrorCode.INVALID_VERSION, "Invalid version string", Refusal.VERSION);
        }
        if (version.isPresent() && !isSpoken(version.get())) {
            return refused(
                    app,
                    ErrorCode.UNSUPPORTED_VERSION,
                    "Unsupported protocol version: use 5, 6 or 7",
                    Refusal.VERSION);
        }
        if (!isOriginAllowed(app, request.origins())) {
            return refused(
                    app,
                    ErrorCode.UNAUTHORIZED,
                    "The page's origin is not among the origins of the app",
                    Refusal.ORIGIN);
        }
        return null;
    }

    private static Decision.Refused refused(
            App app, ErrorCode code, String reason, Refusal refusal) {
        return new Decision.Refused(code, reason, refusal, app.id());
    }

    private static boolean isOriginAllowed(App app, List<String> origins) {
        return app.origins().isEmpty()
                || origins.isEmpty()
                || (origins.size() == 1 && app.origins().contains(origins.getFirst()));
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
