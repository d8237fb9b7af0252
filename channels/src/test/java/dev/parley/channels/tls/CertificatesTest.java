// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.channels.config.Tls;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void keys_of_every_usual_kind_are_read(String algorithm) throws Exception {
        var tls = TestCertificate.generate(directory, "one", algorithm).writeTo(directory);

        var handler =
                Certificates.of(tls)
                        .handler(UnpooledByteBufAllocator.DEFAULT, Duration.ofSeconds(1));

        assertThat(handler.engine().getUseClientMode()).isFalse();
        assertThat(handler.getHandshakeTimeoutMillis()).isEqualTo(1_000);
    }

    @Test
    void a_missing_file_is_named() {
        var nowhere = new Tls(directory.resolve("no.crt"), directory.resolve("no.key"));

        assertThatThrownBy(() -> Certificates.of(nowhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "TLS certificate file %s cannot be used: there is no such file"
                                .formatted(nowhere.certificate()));
    }

    @Test
    void a_file_of_something_else_is_named() throws Exception {
        var tls = TestCertificate.generate(directory, "one", "EC").writeTo(directory);

        Files.writeString(tls.key(), "not a key");
        assertThatThrownBy(() -> Certificates.of(tls))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("TLS key file " + tls.key() + " cannot be used: ");

        Files.writeString(tls.certificate(), "not a certificate");
        assertThatThrownBy(() -> Certificates.of(tls))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "TLS certificate file " + tls.certificate() + " cannot be used: ");
    }

    @Test
    void the_key_of_another_certificate_is_refused() throws Exception {
        var tls = TestCertificate.generate(directory, "one", "EC").writeTo(directory);
        TestCertificate.generate(directory, "two", "EC").writeKey(tls.key());

        assertThatThrownBy(() -> Certificates.of(tls))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not the key of the certificate in");
    }

    @Test
    void changed_files_are_taken_and_broken_ones_are_not() throws Exception {
        var tls = TestCertificate.generate(directory, "one", "EC").writeTo(directory);
        var certificates = Certificates.of(tls);
        var first = certificates.context();

        touch(tls.key(), "broken", 10);
        certificates.refresh();
        assertThat(certificates.context()).isSameAs(first);

        TestCertificate.generate(directory, "two", "EC").writeTo(directory);
        touch(tls.key(), Files.readString(tls.key()), 20);
        certificates.refresh();

        assertThat(certificates.context()).isNotSameAs(first);
    }

    private static void touch(Path file, String text, int seconds) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(seconds)));
    }
}
