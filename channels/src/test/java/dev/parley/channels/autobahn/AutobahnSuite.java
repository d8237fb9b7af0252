// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.autobahn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.EchoServer;
import dev.parley.channels.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// All cases of the Autobahn test suite but those of compression, which is not spoken. Part of
/// `./parley test --all`; takes minutes.
class AutobahnSuite {
    private static final List<String> CASES =
            List.of("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.*", "10.*");
    private static final int COUNT = 301;

    @TestFactory
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    Stream<DynamicTest> every_case_of_rfc_6455_passes() throws IOException, InterruptedException {
        var folder = Files.createDirectories(Path.of("target/autobahn").toAbsolutePath());
        try (var server = new EchoServer()) {
            var results =
                    Autobahn.run(
                            "ws://127.0.0.1:" + server.port() + EchoServer.PATH,
                            folder,
                            CASES,
                            Duration.ofMinutes(18));
            Figures.print("autobahn", Autobahn.figures(results));

            return Stream.concat(
                    Stream.of(
                            DynamicTest.dynamicTest(
                                    "all cases ran", () -> assertThat(results).hasSize(COUNT))),
                    results.stream()
                            .map(result ->
                                    DynamicTest.dynamicTest(
                                            result.id(),
                                            () ->
                                                    assertThat(result)
                                                            .matches(
                                                                    Autobahn.CaseResult::isGood))));
        }
    }
}
