// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.client;

import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.DatabaseSettings;
import dev.parley.app.configuration.Pusher;
import dev.parley.app.configuration.Supabase;

/// The ports that a running Parley listens on, or will when none is 0.
///
/// @param page the page and the worker's routes
/// @param channels the Pusher-compatible server; 0 when another one is used
/// @param admin health, metrics and console of that server; 0 when there is none
/// @param gateway Supabase's HTTP API; 0 when a hosted project is used
/// @param database the embedded PostgreSQL; 0 when another one is used
public record Ports(int page, int channels, int admin, int gateway, int database) {

    /// Returns the ports that a start with this configuration takes.
    public static Ports configured(Configuration configuration) {
        return new Ports(
                configuration.port(),
                configuration.channels().map(Pusher.Local::port).orElse(0),
                configuration.channels().map(local -> local.admin().port()).orElse(0),
                configuration.supabase() instanceof Supabase.Local local ? local.port() : 0,
                configuration.database() instanceof DatabaseSettings.Embedded(var port) ? port : 0);
    }
}
