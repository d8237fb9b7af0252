package dev.parley.protocol.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.protocol.Limits;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the bodies of `POST …/events` and `POST …/batch_events`. Checks their shape; what may be
/// published is up to [PublishRules].
public final class PublishRequestReader {
    private final Limits limits;

    /// @param limits the most channels and the largest batch
    public PublishRequestReader(Limits limits) {
        this.limits = limits;
    }

    /// Reads the body of `POST …/events`.
    ///
    /// @throws ApiException 400 if it is anything but one event
    public PublishEvent event(byte[] body) {
        return reading(
                body,
                text -> {
                    var event = new Fields(text, limits);
                    StrictJson.readObject(text, event::member);
                    return event.finish();
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
                                if (name.equals("batch")) {
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
            if (value.currentToken() != JsonToken.START_OBJECT) {
                throw new ApiException(400, "batch must be an array of events");
            }
            if (events.size() == limits.eventsPerBatch()) {
                throw tooMany();
            }
            var event = new Fields(text, limits);
            StrictJson.readMembers(value, event::member);
            events.add(event.finishBatched());
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
            return reading.from(RequestTarget.utf8(ByteBuffer.wrap(body)));
        } catch (ProtocolException e) {
            throw new ApiException(400, e.reason());
        }
    }

    private static final class Fields {
        private final String text;
        private final Limits limits;
        private final List<String> channels = new ArrayList<>();
        private boolean listed;
        private @Nullable String name;
        private @Nullable String data;
        private @Nullable SocketId except;
        private Set<Attribute> info = Set.of();

        Fields(String text, Limits limits) {
            this.text = text;
            this.limits = limits;
        }

        void member(String member, JsonParser value) throws IOException {
            switch (member) {
                case "name" -> name = StrictJson.string(value, "name");
                case "data" -> data = data(value);
                case "channel" -> addChannel(StrictJson.string(value, "channel"));
                case "channels" -> readChannels(value);
                case "socket_id" -> {
                    if (value.currentToken() != JsonToken.VALUE_NULL) {
                        except = new SocketId(StrictJson.string(value, "socket_id"));
                    }
                }
                case "info" -> {
                    if (value.currentToken() != JsonToken.VALUE_NULL) {
                        info = Attribute.parse(StrictJson.string(value, "info"));
                    }
                }
                default -> {}
            }
        }

        PublishEvent finish() {
            if (name == null || data == null || channels.isEmpty()) {
                throw new ApiException(400, "An event needs name, data and channels");
            }
            return new PublishEvent(name, data, channels, except, info);
        }

        PublishEvent finishBatched() {
            if (listed) {
                throw new ApiException(400, "An event of a batch has one channel");
            }
            return finish();
        }

        private String data(JsonParser value) throws IOException {
            return switch (value.currentToken()) {
                case VALUE_STRING -> value.getText();
                case START_OBJECT, START_ARRAY -> StrictJson.raw(value, text);
                default -> throw new ApiException(400, "data must be a string");
            };
        }

        private void readChannels(JsonParser value) throws IOException {
            listed = true;
            if (value.currentToken() != JsonToken.START_ARRAY) {
                throw new ApiException(400, "channels must be an array of strings");
            }
            while (value.nextToken() != JsonToken.END_ARRAY) {
                addChannel(StrictJson.string(value, "channels"));
            }
        }

        private void addChannel(String channel) {
            if (channels.size() == limits.channelsPerEvent()) {
                throw new ApiException(
                        400, "An event needs 1 to " + limits.channelsPerEvent() + " channels");
            }
            channels.add(channel);
        }
    }
}
