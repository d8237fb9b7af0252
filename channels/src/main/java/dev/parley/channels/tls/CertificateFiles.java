// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.tls;

import dev.parley.channels.config.Tls;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;

/// A certificate and its key on disk. Immutable; every method waits for the disk.
///
/// @param tls names the files
record CertificateFiles(Tls tls) {
    private static final byte[] PROBE = {1, 2, 3};

    /// What tells one state of the files from another.
    record Stamp(FileTime certificateTime, long certificateSize, FileTime keyTime, long keySize) {}

    /// @throws IllegalArgumentException naming the file that cannot be looked at
    Stamp stamp() {
        var certificate = attributes("certificate", tls.certificate());
        var key = attributes("key", tls.key());
        return new Stamp(
                certificate.lastModifiedTime(),
                certificate.size(),
                key.lastModifiedTime(),
                key.size());
    }

    /// @throws IllegalArgumentException naming the file that cannot be used
    SslContext read() {
        var chain = chain();
        var key = key();
        if (!belongTogether(chain[0], key)) {
            throw new IllegalArgumentException(
                    "TLS key file "
                            + tls.key()
                            + " is not the key of the certificate in "
                            + tls.certificate());
        }
        try {
            return SslContextBuilder.forServer(key, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException e) {
            throw unusable("certificate", tls.certificate(), e);
        }
    }

    private X509Certificate[] chain() {
        try (var in = Files.newInputStream(tls.certificate())) {
            var chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toArray(X509Certificate[]::new);
            if (chain.length == 0) {
                throw new CertificateException("it holds no certificate");
            }
            return chain;
        } catch (IOException | CertificateException e) {
            throw unusable("certificate", tls.certificate(), e);
        }
    }

    private PrivateKey key() {
        try {
            return PrivateKeyFile.read(tls.key());
        } catch (IOException | GeneralSecurityException e) {
            throw unusable("key", tls.key(), e);
        }
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        try {
            var signature = Signature.getInstance(PrivateKeyFile.signatureOf(key));
            signature.initSign(key);
            signature.update(PROBE);
            var signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static BasicFileAttributes attributes(String what, Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            throw unusable(what, file, e);
        }
    }

    private static IllegalArgumentException unusable(String what, Path file, Exception cause) {
        var reason =
                cause instanceof NoSuchFileException ? "there is no such file" : cause.getMessage();
        return new IllegalArgumentException(
                "TLS " + what + " file " + file + " cannot be used: " + reason, cause);
    }
}
