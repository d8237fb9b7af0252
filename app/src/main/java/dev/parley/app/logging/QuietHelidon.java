package dev.parley.app.logging;

import io.helidon.logging.common.spi.LoggingProvider;

/// Tells Helidon that logging is set up, found through `META-INF/services`; without a provider it
/// complains on stderr at every start.
public final class QuietHelidon implements LoggingProvider {
    @Override
    public void initialization() {
        // Logs sets everything up
    }

    @Override
    public void runTime() {
        // and changes nothing later
    }
}
