// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes each event as one JSON object: `time`, `level`, `logger` and `message`, then its keys beside
/// them, and `error` with the stack when there is one.
///
/// Logback's own encoder puts the keys into an array of objects, which no log search finds by name.
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NOTHING = {};

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("time", event.getInstant().toString());
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("logger", event.getLoggerName());
            json.writeStringField("message", event.getFormattedMessage());
            if (event.getKeyValuePairs() != null) {
                for (var fact : event.getKeyValuePairs()) {
                    json.writeFieldName(fact.key);
                    switch (fact.value) {
                        case Integer number -> json.writeNumber(number);
                        case Long number -> json.writeNumber(number);
                        case Boolean truth -> json.writeBoolean(truth);
                        case null, default -> json.writeString(String.valueOf(fact.value));
                    }
                }
            }
            if (event.getThrowableProxy() != null) {
                json.writeStringField(
                        "error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
