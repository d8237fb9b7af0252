// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.sql.Statement;
import java.util.function.Consumer;
import java.util.function.Function;

/// One statement, and what becomes of its outcome.
///
/// @param statement what to run
/// @param readOnly whether PostgreSQL is to refuse writes
/// @param rollback whether nothing is kept
/// @param check looks at what came out before it is kept, and throws when it must not be
/// @param reply makes the answer, all but its body, of what was kept
record Command(
        Statement statement,
        boolean readOnly,
        boolean rollback,
        Consumer<Outcome> check,
        Function<Outcome, ApiReply> reply) {}
