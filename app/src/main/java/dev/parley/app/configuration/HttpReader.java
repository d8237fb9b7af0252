// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.http.RequestLimits;
import dev.parley.http.RequestTimeouts;
import dev.parley.http.peer.TrustedProxies;
import java.time.Duration;
import java.util.List;

/// Reads what strangers may take of the HTTP servers.
final class HttpReader {
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final int LEAST_HEADER_BYTES = 4 << 10;
    private static final int MOST_HEADER_BYTES = 1 << 20;
    private static final int MOST_SECONDS = 3_600;

    private HttpReader() {}

    static HttpSettings read(Environment environment) {
        return new HttpSettings(
                trustedProxies(environment), limits(environment), timeouts(environment));
    }

    private static RequestLimits limits(Environment environment) {
        var usual = RequestLimits.ofThisProcess();
        var connections =
                environment.number(
                        Variable.HTTP_MAX_CONNECTIONS, 1, MOST_CONNECTIONS, usual.connections());
        var limits = usual.withConnections(connections);
        return new RequestLimits(
                limits.targetBytes(),
                environment.number(
                        Variable.HTTP_MAX_HEADER_BYTES,
                        LEAST_HEADER_BYTES,
                        MOST_HEADER_BYTES,
                        limits.headerBytes()),
                connections,
                environment.number(
                        Variable.HTTP_MAX_CONNECTIONS_PER_ADDRESS,
                        1,
                        connections,
                        limits.connectionsPerAddress()),
                limits.bufferedBytes());
    }

    private static RequestTimeouts timeouts(Environment environment) {
        var usual = RequestTimeouts.defaults();
        return new RequestTimeouts(
                seconds(environment, Variable.HTTP_MAX_HEADER_SECONDS, usual.head()),
                seconds(environment, Variable.HTTP_MAX_BODY_SECONDS, usual.body()),
                seconds(environment, Variable.HTTP_MAX_IDLE_SECONDS, usual.keepAlive()),
                seconds(environment, Variable.HTTP_MAX_WRITE_SECONDS, usual.write()));
    }

    private static Duration seconds(Environment environment, Variable name, Duration usual) {
        return Duration.ofSeconds(
                environment.number(name, 1, MOST_SECONDS, Math.toIntExact(usual.toSeconds())));
    }

    private static List<String> trustedProxies(Environment environment) {
        var ranges =
                environment
                        .text(Variable.TRUSTED_PROXIES)
                        .map(text -> List.of(text.split("[,\\s]+")))
                        .orElse(List.of());
        try {
            var _ = new TrustedProxies(ranges);
        } catch (IllegalArgumentException _) {
            throw environment.wrong(
                    Variable.TRUSTED_PROXIES,
                    "addresses or ranges such as 10.0.0.1 or 10.0.0.0/8, separated by commas");
        }
        return ranges;
    }
}
