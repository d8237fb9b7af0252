// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.supabase;

import static dev.parley.app.doctor.check.Complaint.CONNECT;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Deployment;
import dev.parley.app.doctor.deployment.HttpFault;
import dev.parley.protocol.Secret;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Whether the HTTP API answers, and whether its tokens can be checked.
public final class SupabaseChecks {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    /// PostgREST's code for a table that is not in the schema.
    private static final String UNKNOWN_TABLE = "PGRST205";

    private static final Duration TOKEN_LIFE = Duration.ofMinutes(1);
    private static final String ANSWERS = "supabase.answers";
    private static final ObjectMapper JSON = new ObjectMapper();

    private SupabaseChecks() {}

    /// Returns them in their order.
    public static List<Check> all() {
        return List.of(
                new Check(ANSWERS, List.of(), Set.of(CONNECT), SupabaseChecks::answers),
                new Check(
                        "supabase.tokens",
                        List.of(ANSWERS),
                        Set.of(CONNECT),
                        SupabaseChecks::tokens),
                new Check("supabase.guests", List.of(ANSWERS), Set.of(), SupabaseChecks::guests));
    }

    private static Finding answers(Deployment deployment) throws InterruptedException {
        var url = deployment.settings().supabaseUrl();
        if (deployment.settings().anonKey().isEmpty()) {
            return Finding.skip("SUPABASE_ANON_KEY is not set");
        }
        try {
            var key = deployment.settings().anonKey();
            var answer =
                    deployment.send(
                            deployment.supabase("/rest/v1/chat_rooms?select=id&limit=1", key));
            var foreign = HttpFault.foreign(answer);
            if (foreign.isPresent()) {
                return Finding.fail(
                        "at %s %s".formatted(url, foreign.get()),
                        "SUPABASE_URL is the project's address alone, such as https://abc.supabase.co: no path, and not that"
                                + " of the dashboard");
            }
            return switch (answer.statusCode()) {
                case OK -> Finding.ok(url + " takes the anon key");
                case UNAUTHORIZED ->
                        Finding.fail(
                                url + " refuses the anon key",
                                "copy SUPABASE_ANON_KEY again from the project's settings, API keys");
                case NOT_FOUND -> missing(url.toString(), answer.body());
                case HttpFault.HEADERS_TOO_LONG ->
                        Finding.fail(
                                url + " refuses the headers of a request as too long",
                                HttpFault.MORE_HEADERS);
                default ->
                        Finding.fail(
                                "%s answers %d".formatted(url, answer.statusCode()),
                                "see the project's API log; a paused project must be restored first");
            };
        } catch (IOException e) {
            return Finding.fail(
                    "%s does not answer: %s".formatted(url, HttpFault.of(e)),
                    "check SUPABASE_URL; ./parley up starts the gateway when it is not set");
        }
    }

    private static Finding missing(String url, String said) {
        return said.contains(UNKNOWN_TABLE)
                ? Finding.fail(
                        url + " does not know the table chat_rooms",
                        "run ./parley migrate on that project's database, and expose the schema public in its API"
                                + " settings")
                : Finding.fail(
                        url + " has no REST API below /rest/v1",
                        "SUPABASE_URL is the project's address alone, such as https://abc.supabase.co: check host, port"
                                + " and path");
    }

    private static Finding tokens(Deployment deployment)
            throws IOException, InterruptedException, JOSEException {
        var secret = deployment.settings().jwtSecret();
        if (secret.isEmpty()) {
            return publishedKeys(deployment);
        }
        var answer =
                deployment.send(
                        deployment
                                .supabase("/rest/v1/rpc/my_rooms", token(deployment, secret.get()))
                                .POST(BodyPublishers.ofString("{}")));
        return answer.statusCode() == UNAUTHORIZED
                ? Finding.fail(
                        "the API refuses a token signed with SUPABASE_JWT_SECRET",
                        "copy the legacy JWT secret again from the project's settings, or unset it when the project signs"
                                + " with asymmetric keys only")
                : Finding.ok("a token signed with the JWT secret is taken");
    }

    private static Finding publishedKeys(Deployment deployment)
            throws IOException, InterruptedException {
        var answer =
                deployment.send(
                        deployment.supabase(
                                "/auth/v1/.well-known/jwks.json", deployment.settings().anonKey()));
        var keys = JSON.readTree(answer.body()).path("keys").size();
        return keys > 0
                ? Finding.ok("the project publishes %d signing key(s)".formatted(keys))
                : Finding.fail(
                        "there is no SUPABASE_JWT_SECRET, and the project publishes no signing key",
                        "set SUPABASE_JWT_SECRET, or add a signing key in the project's settings, JWT keys");
    }

    private static Finding guests(Deployment deployment) throws IOException, InterruptedException {
        var answer =
                deployment.send(
                        deployment.supabase("/auth/v1/settings", deployment.settings().anonKey()));
        var anonymous = JSON.readTree(answer.body()).path("external").path("anonymous_users");
        return anonymous.asBoolean(true)
                ? Finding.ok("guests may sign in, as the demo page does")
                : Finding.warn(
                        "anonymous sign-ins are off, so nobody gets into the demo page",
                        "Authentication, Sign In / Providers, Allow anonymous sign-ins; or ignore this if you use your own"
                                + " page");
    }

    private static String token(Deployment deployment, Secret secret) throws JOSEException {
        var claims =
                new JWTClaimsSet.Builder()
                        .subject(new UUID(0, 0).toString())
                        .audience("authenticated")
                        .claim("role", "authenticated")
                        .expirationTime(Date.from(deployment.clock().instant().plus(TOKEN_LIFE)))
                        .build();
        var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        token.sign(new MACSigner(secret.reveal()));
        return token.serialize();
    }
}
