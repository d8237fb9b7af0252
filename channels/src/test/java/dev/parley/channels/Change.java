package dev.parley.channels;

import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.config.ServerLimits;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// Changes to a configuration, for tests that need other limits.
final class Change {
    private Change() {}

    static UnaryOperator<ChannelsConfig> app(UnaryOperator<App> change) {
        return config ->
                new ChannelsConfig(
                        config.bindAddress(),
                        config.port(),
                        config.pathPrefix(),
                        config.apps().stream().map(change).toList(),
                        config.limits(),
                        config.serverLimits(),
                        config.loops(),
                        config.clock());
    }

    static UnaryOperator<ChannelsConfig> limits(UnaryOperator<ServerLimits> change) {
        return config -> config.withLimits(config.limits(), change.apply(config.serverLimits()));
    }

    /// Makes the server not wait long for the answer to a close.
    static ServerLimits quickToClose(ServerLimits limits) {
        return limits.withCloseTimeout(Duration.ofMillis(100))
                .withSweepInterval(Duration.ofMillis(20));
    }

    /// Makes everything that takes seconds take a fraction of one.
    static ServerLimits impatient(ServerLimits limits) {
        var moment = Duration.ofMillis(200);
        return limits.withTimeouts(moment, moment, moment)
                .withSilence(moment, moment)
                .withCloseTimeout(moment)
                .withSweepInterval(Duration.ofMillis(20));
    }
}
