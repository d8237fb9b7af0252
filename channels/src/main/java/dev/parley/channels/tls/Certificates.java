// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.tls;

import dev.parley.channels.config.Tls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate new connections are shown. Thread-safe; only [#of] and [#refresh] read files.
public final class Certificates {
    private static final Logger log = LoggerFactory.getLogger(Certificates.class);

    private final CertificateFiles files;
    private final AtomicBoolean reading = new AtomicBoolean();

    private volatile SslContext current;
    private volatile CertificateFiles.Stamp stamp;
    private volatile CertificateFiles.Stamp tried;

    private Certificates(CertificateFiles files) {
        this.files = files;
        // Before the files are read: what changes meanwhile is read again.
        this.stamp = files.stamp();
        this.tried = stamp;
        this.current = files.read();
    }

    /// Reads a certificate for the first time.
    ///
    /// @throws IllegalArgumentException naming the file that is missing or cannot be used
    public static Certificates of(Tls tls) {
        return new Certificates(new CertificateFiles(tls));
    }

    /// Returns what encrypts a new connection.
    ///
    /// @param patience how long a client may take to agree on keys
    public SslHandler handler(ByteBufAllocator allocator, Duration patience) {
        var handler = current.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(patience.toMillis());
        return handler;
    }

    /// Reads the files on a thread of its own if they have changed. Files that cannot be used are
    /// told once and leave the certificate as it is.
    public void refreshLater() {
        if (reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("certificates").start(this::refreshAndRelease);
        }
    }

    /// Reads the files if they have changed; waits for the disk.
    void refresh() {
        try {
            var found = files.stamp();
            if (found.equals(stamp) || found.equals(tried)) {
                return;
            }
            tried = found;
            current = files.read();
            stamp = found;
            log.atInfo().log("certificate replaced");
        } catch (IllegalArgumentException e) {
            log.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("new certificate cannot be used");
        }
    }

    /// Returns what new connections are encrypted with.
    SslContext context() {
        return current;
    }

    private void refreshAndRelease() {
        try {
            refresh();
        } finally {
            reading.set(false);
        }
    }
}
