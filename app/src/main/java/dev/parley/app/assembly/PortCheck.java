// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.DatabaseSettings;
import dev.parley.app.configuration.Supabase;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Looks whether every port is free before anything is started, so that the message can name the
/// variable to change.
final class PortCheck {
    private static final String EMBEDDED_ADDRESS = "127.0.0.1";

    private PortCheck() {}

    /// @param leftoverDatabasePort the port of a database that an earlier run left behind and that the
    ///     start will stop; 0 for none
    /// @throws StartException naming the first port that cannot be used, and its variable
    static void check(Configuration configuration, int leftoverDatabasePort) {
        var variables = new LinkedHashMap<Integer, String>();
        for (var wanted : ports(configuration).entrySet()) {
            var name = wanted.getKey();
            var port = wanted.getValue();
            if (port == 0) {
                continue;
            }
            var other = variables.putIfAbsent(port, name);
            if (other != null) {
                throw new StartException(
                        "%s and %s are both %d: change one".formatted(other, name, port));
            }
            if (name.equals("DATABASE_PORT")) {
                if (port != leftoverDatabasePort) {
                    check(name, EMBEDDED_ADDRESS, port);
                }
            } else {
                check(name, configuration.bindAddress(), port);
            }
        }
    }

    private static Map<String, Integer> ports(Configuration configuration) {
        var ports = new LinkedHashMap<String, Integer>();
        ports.put("PORT", configuration.port());
        configuration.monitoring().port().ifPresent(port -> ports.put("METRICS_PORT", port));
        configuration
                .channels()
                .ifPresent(local -> {
                    ports.put("CHANNELS_PORT", local.port());
                    ports.put("CHANNELS_ADMIN_PORT", local.admin().port());
                });
        if (configuration.supabase() instanceof Supabase.Local local) {
            ports.put("GATEWAY_PORT", local.port());
        }
        if (configuration.database() instanceof DatabaseSettings.Embedded(var port)) {
            ports.put("DATABASE_PORT", port);
        }
        return ports;
    }

    /// Refuses one port, with the name of its variable, when it is taken.
    static void check(String name, String address, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (UnknownHostException e) {
            throw new StartException(
                    "BIND_ADDRESS is %s, must be an address of this machine".formatted(address), e);
        } catch (BindException e) {
            throw new StartException(
                    reason(name, address, port, String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw new StartException(
                    "cannot listen on %s:%d: %s".formatted(address, port, e.getMessage()), e);
        }
    }

    private static String reason(String name, String address, int port, String message) {
        if (message.contains("Permission denied")) {
            return "%s is %d, which only root may listen on: set %s to 1024 or more"
                    .formatted(name, port, name);
        }
        if (message.contains("Cannot assign")) {
            return "BIND_ADDRESS is %s, must be an address of this machine".formatted(address);
        }
        return "%s %d is taken by another program: stop it or set %s".formatted(name, port, name);
    }
}
