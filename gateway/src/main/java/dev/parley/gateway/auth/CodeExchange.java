// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.share.Requester;
import java.sql.SQLException;
import java.time.Clock;

/// Gives a client a session for the code of a link and the secret that it has kept: `POST
/// /token?grant_type=pkce`.
final class CodeExchange {
    private final AuthDatabase database;
    private final SessionStart sessions;
    private final OneTimeSecrets secrets;
    private final SignInLimits limits;
    private final Clock clock;

    CodeExchange(
            AuthDatabase database,
            SessionStart sessions,
            OneTimeSecrets secrets,
            SignInLimits limits,
            Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.secrets = secrets;
        this.limits = limits;
        this.clock = clock;
    }

    ApiReply exchange(ApiRequest request) throws SQLException {
        var input = Input.of(request);
        limits.verify(request.remote());
        var code = input.text("auth_code").orElseThrow(CodeExchange::incomplete);
        var verifier = input.text("code_verifier").orElseThrow(CodeExchange::incomplete);
        var now = clock.instant();
        var session =
                database.transact(
                        Requester.at(request.remote(), "verify"),
                        connection -> {
                            var flows = new FlowStates(connection, secrets, now);
                            var flow = flows.lock(code).orElseThrow(CodeExchange::unknown);
                            check(flow, verifier);
                            flows.end(flow.user(), flow.method());
                            return sessions.begin(connection, flow.user(), flow.method(), now);
                        });
        return ApiReply.json(200, session.toString());
    }

    private static void check(FlowStates.Flow flow, String verifier) {
        if (flow.expired()) {
            throw new AuthException(
                    422, "flow_state_expired", "invalid flow state, flow state has expired");
        }
        if (!flow.challenge().isOf(verifier)) {
            throw new AuthException(
                    400,
                    "bad_code_verifier",
                    "code challenge does not match previously saved code verifier");
        }
    }

    private static AuthException incomplete() {
        return new AuthException(
                400,
                "validation_failed",
                "invalid request: both auth code and code verifier should be non-empty");
    }

    private static AuthException unknown() {
        return new AuthException(
                404, "flow_state_not_found", "invalid flow state, no valid flow state found");
    }
}
