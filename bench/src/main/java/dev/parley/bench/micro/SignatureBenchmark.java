// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.micro;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The price of a signature: one per HTTP publish, one per private subscription.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SignatureBenchmark {
    private static final long UNIX_SECONDS = 1_700_000_000L;

    private final AppCredentials credentials =
            new AppCredentials("parley-key", new Secret("parley-secret"));
    private final byte[] body =
            "{\"name\":\"new-message\",\"channel\":\"private-room-1\",\"data\":\"{}\"}"
                    .getBytes(StandardCharsets.UTF_8);

    /// Signs an HTTP publish of one small event.
    @Benchmark
    public Map<String, String> publish() {
        return credentials.signRequest("POST", "/apps/parley/events", Map.of(), body, UNIX_SECONDS);
    }

    /// Checks a private subscription.
    @Benchmark
    public boolean subscription() {
        return credentials.verifiesChannel("1.2", "private-room-1", null, "0".repeat(64));
    }
}
