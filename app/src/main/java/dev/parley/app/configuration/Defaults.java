// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

/// What holds when nothing is set: a whole Parley on this machine.
///
/// The secrets are known to everybody who reads this file: they hold only when they are asked for, and
/// [DefaultSecretCheck] lets them serve loopback addresses only.
final class Defaults {
    static final String BIND_ADDRESS = "127.0.0.1";
    static final int PORT = 3001;
    static final int CHANNELS_PORT = 6001;
    static final int CHANNELS_ADMIN_PORT = 9601;
    static final int GATEWAY_PORT = 54_321;
    static final int DATABASE_PORT = 54_322;
    static final String DATA = ".parley";
    static final String SLOT = "parley";
    static final String PUBLICATION = "parley";
    static final String WEBHOOK_SCHEMA = "public";
    static final long SLOT_LAG = 256L << 20;
    static final String RETENTION = "7d";
    static final String APP_ID = "parley";
    static final String KEY = "parley-key";
    static final String SECRET = "parley-secret";
    static final String WEBHOOK_SECRET = "parley-webhook-secret";

    /// The secret that the Supabase CLI gives every local project.
    static final String JWT_SECRET = "super-secret-jwt-token-with-at-least-32-characters-long";

    private Defaults() {}
}
