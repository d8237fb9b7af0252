// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.micro;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Secret;
import dev.parley.protocol.api.PublishEvent;
import dev.parley.protocol.api.PublishRequestReader;
import dev.parley.protocol.api.RequestAuthentication;
import dev.parley.protocol.api.RequestTarget;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The price of an HTTP publish, apart from the network and the delivery.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PublishBenchmark {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);
    private static final String PATH = "/apps/parley/events";

    private final AppCredentials credentials =
            new AppCredentials("parley-key", new Secret("parley-secret"));
    private final List<AppCredentials> keys = List.of(credentials);
    private final byte[] body =
            "{\"name\":\"new-message\",\"channel\":\"private-room-1\",\"data\":\"{\\\"text\\\":\\\"hello\\\"}\"}"
                    .getBytes(StandardCharsets.UTF_8);
    private final String target =
            PATH + "?" + credentials.signedQuery("POST", PATH, body, NOW.getEpochSecond());
    private final RequestTarget parsed = RequestTarget.parse(target);
    private final PublishRequestReader reader = new PublishRequestReader(Limits.defaults());

    /// Takes the address apart.
    @Benchmark
    public RequestTarget target() {
        return RequestTarget.parse(target);
    }

    /// Checks the signature.
    @Benchmark
    public void authentication() {
        RequestAuthentication.check(keys, "POST", parsed, body, NOW);
    }

    /// Reads the event.
    @Benchmark
    public PublishEvent body() {
        return reader.event(List.of(), body);
    }
}
