/// The part of Supabase's HTTP API that chat uses, over plain PostgreSQL with row level security.
///
/// The entry is [dev.parley.gateway.Gateway], started with a [dev.parley.gateway.GatewayConfig];
/// [dev.parley.gateway.ApiKeys] makes the two keys that clients send. This package checks keys and
/// tokens and routes; `rest` answers `/rest/v1` as PostgREST does and `auth` answers `/auth/v1` as
/// GoTrue does. Who may see or change a row is decided by the database alone. Each request is answered
/// on a virtual thread that blocks; nothing here starts threads of its own besides the server's and
/// the pool's.
@NullMarked
package dev.parley.gateway;

import org.jspecify.annotations.NullMarked;
