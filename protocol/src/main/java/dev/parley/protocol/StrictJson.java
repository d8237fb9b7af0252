// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Reads and writes JSON the way the wire needs it: at most [#MAX_DEPTH] levels deep, no member
/// twice, nothing after the value, and values passed on exactly as they came.
public final class StrictJson {
    /// The deepest nesting read.
    public static final int MAX_DEPTH = 16;

    private static final int MAX_NUMBER_LENGTH = 100;

    // Names come from strangers: they are neither interned nor kept in a table that could overflow.
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                    .build())
                    .build();

    private StrictJson() {}

    /// Takes one member of an object; the parser stands on the member's value.
    @FunctionalInterface
    public interface MemberReader {
        /// Reads the value or leaves it; what is left is skipped.
        void read(String name, JsonParser value) throws IOException;
    }

    /// Fills a document.
    @FunctionalInterface
    public interface Document {
        /// Writes the one value of the document.
        void write(JsonGenerator json) throws IOException;
    }

    /// Reads a text that is one JSON object.
    ///
    /// @param text the whole text
    /// @param member called for every member, in order
    /// @throws ProtocolException if the text is anything else; its message never quotes the text
    public static void readObject(String text, MemberReader member) {
        try (var parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ProtocolException("Invalid message: a JSON object is expected");
            }
            readMembers(parser, member);
            if (parser.nextToken() != null) {
                throw new ProtocolException("Invalid JSON: there is text after the object");
            }
        } catch (JacksonException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading a string does no I/O", e);
        }
    }

    /// Reads the members of the object the parser stands on the start of.
    public static void readMembers(JsonParser parser, MemberReader member) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            member.read(name, parser);
            parser.skipChildren();
        }
    }

    /// Returns the value the parser stands on as it is written in `text`, and passes it.
    ///
    /// @param text the text the parser was made for
    public static String raw(JsonParser parser, String text) throws IOException {
        long start = parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return text.substring((int) start, (int) parser.currentLocation().getCharOffset());
    }

    /// Returns the text the parser stands on.
    ///
    /// @param name what the member is called, for the message
    /// @throws ProtocolException if the value is not a string
    public static String string(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new ProtocolException("Invalid message: " + name + " must be a string");
        }
        return parser.getText();
    }

    /// Returns whether the member the parser stands on has no value: what many libraries write for one that
    /// is not set is as good as absent.
    public static boolean isAbsent(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /// Returns what `document` writes, as compact JSON.
    public static String write(Document document) {
        var text = new StringWriter(256);
        try (var json = FACTORY.createGenerator(text)) {
            document.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing a string does no I/O", e);
        }
        return text.toString();
    }

    private static ProtocolException malformed(JacksonException cause) {
        var place = cause.getLocation();
        return new ProtocolException(
                "Invalid JSON" + (place == null ? "" : " near character " + place.getCharOffset()));
    }
}
