// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.protocol.MasterKey;
import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.publish.PublishException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.pando.crypto.nacl.SecretBox;

final class PayloadEncryptorTest {
    private static final Path VECTORS =
            Path.of("../protocol/src/test/resources/pusher-vectors.json");
    private static final String KEY = "zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU=";
    private static final String PRIVATE = "private-room-1";
    private static final String ENCRYPTED = "private-encrypted-room-1";

    private final RecordingTarget behind = new RecordingTarget("t");
    private final MasterKey masterKey = MasterKey.parse(KEY);
    private final EncryptedTarget target = new EncryptedTarget(behind, masterKey);

    static Stream<JsonNode> vectors() throws IOException {
        return StreamSupport.stream(
                        new ObjectMapper().readTree(VECTORS.toFile()).path("vectors").spliterator(),
                        false)
                .filter(vector -> vector.path("kind").asText().equals("encrypted_payload"))
                .filter(vector -> vector.path("expected").has("plaintext"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void boxes_are_those_of_the_protocol(JsonNode vector) throws IOException {
        var input = vector.path("input");
        var channel = input.path("channel").asText();
        var plain = vector.path("expected").path("plaintext").asText();
        var key = input.path("encryption_master_key_base64").asText();

        var sealed = new PayloadEncryptor(MasterKey.parse(key)).encrypt(channel, plain);

        var secret = input.path("shared_secret").asText();
        assertThat(open(input.path("data").asText(), secret)).as("theirs").isEqualTo(plain);
        assertThat(open(sealed, secret)).as("ours").isEqualTo(plain);
    }

    @Test
    void an_event_of_a_private_room_goes_sealed_on_its_encrypted_channel()
            throws InterruptedException, IOException {
        target.deliver(List.of(new OutgoingEvent(PRIVATE, "new-message", "{\"a\":\"hé\"}", "id")));

        var event = behind.taken().getFirst();
        assertThat(event.channel()).isEqualTo(ENCRYPTED);
        assertThat(event.name()).isEqualTo("new-message");
        assertThat(event.eventId()).isEqualTo("id");
        assertThat(event.data()).doesNotContain("hé");
        assertThat(open(event.data(), masterKey.sharedSecretText(ENCRYPTED)))
                .isEqualTo("{\"a\":\"hé\"}");
    }

    @Test
    void every_event_has_a_nonce_of_its_own() throws InterruptedException {
        var event = new OutgoingEvent(PRIVATE, "new-message", "{}", "id");

        target.deliver(List.of(event, event));

        assertThat(behind.taken()).extracting(OutgoingEvent::data).doesNotHaveDuplicates();
    }

    @Test
    void an_event_of_a_public_room_goes_as_it_is() throws InterruptedException {
        var event = new OutgoingEvent("room-1", "new-message", "{}", "id");

        target.deliver(List.of(event));

        assertThat(behind.taken()).containsExactly(event);
    }

    @Test
    void the_largest_event_fits_and_a_larger_one_is_not_sent() throws InterruptedException {
        target.deliver(List.of(event(EncryptedTarget.MAX_DATA_BYTES)));

        assertThat(behind.taken().getFirst().data().length()).isLessThanOrEqualTo(10_240);
        assertThatThrownBy(() -> target.deliver(List.of(event(8_000))))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("sealed event");
    }

    private static OutgoingEvent event(int bytes) {
        return new OutgoingEvent(PRIVATE, "n", "x".repeat(bytes), "id");
    }

    private static String open(String sealed, String secret) throws IOException {
        var envelope = new ObjectMapper().readTree(sealed);
        var base64 = Base64.getDecoder();
        try (var box =
                SecretBox.fromCombined(
                        base64.decode(envelope.path("nonce").asText()),
                        base64.decode(envelope.path("ciphertext").asText()))) {
            return box.decryptToString(SecretBox.key(base64.decode(secret)));
        }
    }
}
