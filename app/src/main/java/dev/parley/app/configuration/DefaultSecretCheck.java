// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.http.peer.HostName;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import java.util.ArrayList;
import java.util.List;

/// Keeps secrets that everybody knows on this machine.
final class DefaultSecretCheck {
    private DefaultSecretCheck() {}

    /// Refuses to serve other machines with one of the [Defaults]' secrets.
    static void check(Configuration configuration, RunMode mode) {
        var known =
                switch (mode) {
                    case EVERYTHING, WORKER -> known(configuration);
                    case CHANNELS -> knownToSubscribers(configuration);
                    case TOOL -> List.<String>of();
                };
        refuse(configuration.bindAddress(), known);
    }

    /// Refuses to serve other machines an app with a local secret.
    ///
    /// @param own what Parley itself signs with, which is checked elsewhere
    static void check(String bindAddress, ChannelsTree tree, AppCredentials own) {
        refuse(bindAddress, knownOf(tree, own));
    }

    static boolean isLoopback(String bindAddress) {
        return new HostName(bindAddress).isLoopback();
    }

    private static void refuse(String bindAddress, List<String> known) {
        if (!known.isEmpty() && !isLoopback(bindAddress)) {
            throw new ConfigurationException(
                    "BIND_ADDRESS is %s, which other machines reach, and everybody knows the well-known secrets: set %s"
                            .formatted(bindAddress, String.join(", ", known)));
        }
    }

    private static List<String> known(Configuration configuration) {
        var names = new ArrayList<>(knownToSubscribers(configuration));
        if (configuration.webhook().secret().matches(Defaults.WEBHOOK_SECRET)) {
            names.add(Variable.WEBHOOK_SECRET.name());
        }
        if (jwtSecret(configuration.supabase()).matches(Defaults.JWT_SECRET)) {
            names.add(Variable.SUPABASE_JWT_SECRET.name());
        }
        return names;
    }

    private static List<String> knownToSubscribers(Configuration configuration) {
        var pusher = configuration.pusher();
        var own = pusher.credentials();
        var names = new ArrayList<String>();
        var tree = configuration.channels().map(Pusher.Local::tree);
        var inTree = tree.filter(known -> known.named().contains(pusher.appId())).isPresent();
        if (own.secret().matches(Defaults.SECRET)) {
            names.add(inTree ? ofApp(pusher.appId()) : Variable.PUSHER_SECRET.name());
        }
        tree.ifPresent(known -> names.addAll(knownOf(known, own)));
        return names;
    }

    private static List<String> knownOf(ChannelsTree tree, AppCredentials own) {
        return tree.apps().stream()
                .filter(app ->
                        app.keys().stream()
                                .anyMatch(key ->
                                        !key.equals(own) && key.secret().matches(Defaults.SECRET)))
                .map(app -> ofApp(app.id()))
                .toList();
    }

    private static String ofApp(String id) {
        return "another secret for app " + id + " in " + Variable.CHANNELS_CONFIG;
    }

    private static Secret jwtSecret(Supabase supabase) {
        return switch (supabase) {
            case Supabase.Local local -> local.jwtSecret();
            case Supabase.Hosted hosted -> hosted.jwtSecret().orElseGet(() -> new Secret(""));
        };
    }
}
