// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.mail;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends mails after the request that asked for one has been answered, so that neither the answer nor its
/// time tells whether there was anybody to send it to. Thread-safe; a bounded number is under way at a time.
public final class MailDispatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MailDispatcher.class);

    private static final int MAX_UNDER_WAY = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Mailer mailer;
    private final Semaphore places = new Semaphore(MAX_UNDER_WAY);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("mail-", 0).factory());

    /// @param mailer what takes the mails
    public MailDispatcher(Mailer mailer) {
        this.mailer = mailer;
    }

    /// Makes and sends a mail, or finds that there is none to send.
    @FunctionalInterface
    public interface Job {
        /// Sends the mail, if there is one.
        ///
        /// @param delivery open until this returns
        /// @throws Exception when it fails; that is logged
        void run(Mailer.Delivery delivery) throws Exception;
    }

    /// Opens a way for a mail, then runs the job on a thread of its own.
    ///
    /// @throws MailException when no mail can be sent now
    public void dispatch(Job job) {
        takePlace();
        try {
            var delivery = mailer.open();
            try {
                threads.execute(() -> run(job, delivery));
            } catch (RejectedExecutionException e) {
                delivery.close();
                throw new MailException("mails are no longer sent: the gateway stops", e);
            }
        } catch (RuntimeException e) {
            places.release();
            throw e;
        }
    }

    private void takePlace() {
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new MailException(MAX_UNDER_WAY + " mails are under way, and none arrives");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailException("interrupted", e);
        }
    }

    private void run(Job job, Mailer.Delivery delivery) {
        try (delivery) {
            job.run(delivery);
        } catch (Exception e) {
            log.atError()
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("a mail could not be sent");
        } finally {
            places.release();
        }
    }

    /// Drains mails under way for at most two seconds.
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            threads.shutdownNow();
        }
    }
}
