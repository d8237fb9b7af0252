// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.client;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Client settings as the demo page reads them: what a browser may know, and no secret.
public final class ConfigJson {
    private ConfigJson() {}

    /// Returns one JSON object.
    public static String of(ClientSettings settings) {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text)) {
            var pusher = settings.pusher();
            json.writeStartObject();
            json.writeStringField("supabaseUrl", settings.supabaseUrl().toString());
            json.writeStringField("supabaseAnonKey", settings.anonKey());
            json.writeStringField("pusherKey", pusher.credentials().key());
            json.writeStringField("pusherHost", pusher.host());
            json.writeNumberField("pusherPort", pusher.port());
            json.writeBooleanField("pusherTls", pusher.tls());
            if (pusher.cluster().isPresent()) {
                json.writeStringField("pusherCluster", pusher.cluster().get());
            }
            if (pusher.encrypted()) {
                json.writeBooleanField("pusherEncrypted", true);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory takes every letter", e);
        }
        return text.toString();
    }
}
