// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.app;

import dev.parley.channels.config.App;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.api.PublishRequestReader;
import dev.parley.protocol.api.PublishRules;
import dev.parley.protocol.frame.ClientFrameReader;
import org.jspecify.annotations.Nullable;

/// What one state of an app's settings makes of its work. Immutable, so that a piece of work sees
/// one state only.
///
/// @param app the settings
/// @param rules what may be published
/// @param requests reads the bodies of publishes
/// @param frames reads the messages of clients
/// @param ended why the app has no connections, or null when it may have some
record AppSnapshot(
        App app,
        PublishRules rules,
        PublishRequestReader requests,
        ClientFrameReader frames,
        @Nullable ErrorCode ended) {

    static AppSnapshot of(App app) {
        return new AppSnapshot(
                app,
                new PublishRules(app.limits()),
                new PublishRequestReader(app.limits()),
                new ClientFrameReader(app.limits()),
                app.enabled() ? null : ErrorCode.APP_DISABLED);
    }

    AppSnapshot removed() {
        return new AppSnapshot(app.disabled(), rules, requests, frames, ErrorCode.APP_NOT_FOUND);
    }
}
