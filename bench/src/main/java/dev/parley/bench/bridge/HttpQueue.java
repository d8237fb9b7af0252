// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import dev.parley.bench.bridge.QueueTable.Answer;
import dev.parley.bench.bridge.QueueTable.Waiting;
import dev.parley.bench.load.LoadException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What pg_net does for a Supabase database webhook, from outside: a trigger puts every row into an
/// unlogged table, and one worker posts what is there.
///
/// The worker takes up to 200 rows in one transaction, posts them all at once, notes each answer, commits
/// and rests a second; when nothing is left it is woken by the next commit. What fails is not tried
/// again. It is one virtual thread; any thread may call the methods.
final class HttpQueue implements AutoCloseable {
    private static final int BATCH = 200;
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Nobody listens there.
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/webhook");

    private final QueueTable table;
    private final URI receiver;
    private final Semaphore commits = new Semaphore(0);
    private final AtomicInteger failed = new AtomicInteger();
    private final Thread thread;
    private volatile boolean reachable = true;
    private volatile @Nullable String failure;

    private HttpQueue(QueueTable table, URI receiver) {
        this.table = table;
        this.receiver = receiver;
        this.thread = Thread.ofVirtual().name("http-queue").unstarted(this::run);
    }

    /// Makes the trigger and starts posting.
    ///
    /// @param database a connection of its own, closed with it
    /// @param receiver where to post
    static HttpQueue start(Connection database, URI receiver) throws SQLException {
        var queue = new HttpQueue(QueueTable.make(database), receiver);
        queue.thread.start();
        return queue;
    }

    /// Notes that rows were committed.
    void wake() {
        commits.release();
    }

    /// Says whether the receiver can be reached from now on.
    void reach(boolean possible) {
        reachable = possible;
    }

    /// Returns how many posts failed.
    int failed() {
        return failed.get();
    }

    /// Returns why it has ended, null while it works.
    @Nullable String failure() {
        return failure;
    }

    @Override
    public void close() throws SQLException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        table.close();
    }

    private void run() {
        var never = new CountDownLatch(1);
        try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
                var posts = Executors.newVirtualThreadPerTaskExecutor()) {
            while (true) {
                commits.acquire();
                commits.drainPermits();
                while (postBatch(http, posts) > 0) {
                    var _ = never.await(REST.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        } catch (SQLException | LoadException e) { // top of the thread
            failure = e.getMessage();
        }
    }

    private int postBatch(HttpClient http, ExecutorService posts)
            throws SQLException, InterruptedException {
        List<Callable<Answer>> work =
                table.take(BATCH).stream()
                        .<Callable<Answer>>map(row -> () -> post(http, row))
                        .toList();
        var answers = posts.invokeAll(work).stream().map(Future::resultNow).toList();
        answers.stream().filter(answer -> !answer.isGood()).forEach(_ -> failed.incrementAndGet());
        table.commit(answers);
        return answers.size();
    }

    private Answer post(HttpClient http, Waiting row) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(reachable ? receiver : NOWHERE)
                        .header("content-type", "application/json")
                        .header("x-webhook-secret", Bridge.WEBHOOK_SECRET)
                        .timeout(PATIENCE)
                        .POST(BodyPublishers.ofString(row.body()))
                        .build();
        try {
            var status = http.send(request, BodyHandlers.discarding()).statusCode();
            return new Answer(row.id(), status, null);
        } catch (IOException e) {
            return new Answer(row.id(), 0, String.valueOf(e.getMessage()));
        }
    }
}
