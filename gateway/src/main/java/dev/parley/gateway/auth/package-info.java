/// `/auth/v1` as GoTrue answers it: anonymous and password sign-in, sessions, rotating refresh
/// tokens, recovery of a password by mail.
///
/// [dev.parley.gateway.auth.AuthApi] takes a request; users, sessions, refresh tokens and one-time tokens
/// live in the schema `auth`. Everything runs on the calling thread; password hashing waits for one of a few
/// permits, so that it cannot take every core.
@NullMarked
package dev.parley.gateway.auth;

import org.jspecify.annotations.NullMarked;
