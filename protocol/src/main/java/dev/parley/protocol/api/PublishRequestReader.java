// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.protocol.Limits;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.RequestSignature.Parameter;
import dev.parley.protocol.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads the bodies of `POST …/events` and `POST …/batch_events`. Checks their shape; what may be
/// published is up to [PublishRules].
public final class PublishRequestReader {
    private final Limits limits;

    /// @param limits the most channels and the largest batch
    public PublishRequestReader(Limits limits) {
        this.limits = limits;
    }

    /// Reads `POST …/events`. Members missing in the body may stand in the query, as
    /// `name=…&data=…&channels[]=…`.
    ///
    /// @param query the decoded parameters
    /// @param body may be empty
    /// @throws ApiException 400 if it is anything but one event
    public PublishEvent event(List<Parameter> query, byte[] body) {
        return reading(
                body,
                text -> {
                    var event = new PublishFields(text, limits);
                    if (!text.isEmpty()) {
                        StrictJson.readObject(text, event::member);
                    }
                    return event.complete(query);
                });
    }

    /// Reads the deprecated `POST …/channels/{name}/events`, whose body is the data itself.
    ///
    /// @param query the decoded parameters, `name` and maybe `socket_id`
    /// @throws ApiException 400 if there is no name
    public PublishEvent eventTo(String channel, List<Parameter> query, byte[] body) {
        return reading(
                body,
                text -> {
                    var event = new PublishFields(text, limits);
                    event.setData(text);
                    event.addChannel(channel);
                    return event.complete(query);
                });
    }

    /// Reads the body of `POST …/batch_events`.
    ///
    /// @throws ApiException 400 if it is anything but 1 to the limit's number of events, each with
    ///     one channel
    public List<PublishEvent> batch(byte[] body) {
        return reading(
                body,
                text -> {
                    var events = new ArrayList<PublishEvent>();
                    StrictJson.readObject(
                            text,
                            (name, value) -> {
                                if (name.equals("batch") && !StrictJson.isAbsent(value)) {
                                    readBatch(text, value, events);
                                }
                            });
                    if (events.isEmpty()) {
                        throw tooMany();
                    }
                    return events;
                });
    }

    private void readBatch(String text, JsonParser value, List<PublishEvent> events)
            throws IOException {
        if (value.currentToken() != JsonToken.START_ARRAY) {
            throw new ApiException(400, "batch must be an array of events");
        }
        while (value.nextToken() != JsonToken.END_ARRAY) {
            if (events.size() == limits.eventsPerBatch()) {
                throw tooMany();
            }
            events.add(readBatched(text, value, events.size()));
        }
    }

    private PublishEvent readBatched(String text, JsonParser value, int place) throws IOException {
        try {
            if (value.currentToken() != JsonToken.START_OBJECT) {
                throw new ApiException(400, "an event must be an object");
            }
            var event = new PublishFields(text, limits);
            StrictJson.readMembers(value, event::member);
            return event.finishBatched();
        } catch (ProtocolException e) {
            throw new ApiException(400, e.reason()).ofBatch(place);
        } catch (ApiException e) {
            throw e.ofBatch(place);
        }
    }

    private ApiException tooMany() {
        return new ApiException(400, "A batch needs 1 to " + limits.eventsPerBatch() + " events");
    }

    private interface Reading<T> {
        T from(String text);
    }

    private static <T> T reading(byte[] body, Reading<T> reading) {
        try {
            return reading.from(RequestTarget.utf8(body));
        } catch (ProtocolException e) {
            throw new ApiException(400, e.reason());
        }
    }
}
