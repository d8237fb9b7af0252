import dev.parley.channels.ChannelServer;
import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.config.Features;
import dev.parley.channels.config.WebhookEndpoint;
import dev.parley.channels.config.WebhookEvent;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import java.net.URI;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/// A channels server with everything switched on; says its port and ends with its input.
class FullChannels {
    public static void main(String[] arguments) throws Exception {
        var webhook =
                new WebhookEndpoint(
                                URI.create(arguments[0]),
                                EnumSet.allOf(WebhookEvent.class),
                                Map.of(),
                                true)
                        .withPrivateAddresses();
        var app =
                App.of("full", new AppCredentials("full-key", new Secret("full-secret")))
                        .with(new Features(true, true, true, false, null))
                        .withWebhooks(webhook);
        var config = ChannelsConfig.of("127.0.0.1", 0, List.of(app), Clock.systemUTC());
        try (var server = ChannelServer.start(config)) {
            System.out.println(server.port());
            while (System.in.read() >= 0) {}
        }
    }
}
