// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.worker;

import static dev.parley.app.doctor.check.Complaint.CONNECT;
import static dev.parley.app.doctor.check.Complaint.LIVE;
import static dev.parley.app.doctor.check.Complaint.MISSING;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Deployment;
import dev.parley.app.doctor.deployment.HttpFault;
import dev.parley.worker.CaptureMode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// Whether the worker answers, and whether webhooks are let in and sent.
public final class WorkerChecks {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String HOOKS =
            """
            select string_agg(t.tgname || ' on ' || t.tgrelid::regclass, ', ')
              from pg_trigger t join pg_proc p on p.oid = t.tgfoid
             where p.proname = 'http_request' and t.tgrelid in (
               to_regclass('public.messages'), to_regclass('public.room_participants'))
            """;

    private WorkerChecks() {}

    /// Returns them in their order.
    public static List<Check> all() {
        return List.of(
                new Check(
                        "worker.ready",
                        List.of(),
                        Set.of(LIVE, CONNECT, MISSING),
                        WorkerChecks::ready),
                new Check(
                        "worker.webhook-secret",
                        List.of("worker.ready"),
                        Set.of(LIVE),
                        WorkerChecks::secret),
                new Check(
                        "worker.channels",
                        List.of("worker.ready"),
                        Set.of(LIVE),
                        WorkerChecks::channels),
                new Check(
                        "worker.webhooks",
                        List.of("database.reachable"),
                        Set.of(LIVE),
                        WorkerChecks::hooks));
    }

    private static Finding ready(Deployment deployment) throws InterruptedException {
        var address = deployment.settings().parleyUrl() + "/ready";
        try {
            var answer = deployment.send(deployment.worker("/ready"));
            var foreign = HttpFault.foreign(answer);
            if (foreign.isPresent()) {
                return Finding.fail(
                        "at %s %s".formatted(address, foreign.get()),
                        "set PORT and BIND_ADDRESS to where the worker listens; a proxy must hand on its paths");
            }
            if (answer.statusCode() == HttpFault.HEADERS_TOO_LONG) {
                return Finding.fail(
                        address + " refuses the headers of a request as too long",
                        HttpFault.MORE_HEADERS);
            }
            var state = JSON.readTree(answer.body());
            if (answer.statusCode() == OK) {
                return Finding.ok(
                        "%s reads the log by %s".formatted(address, state.path("mode").asText()));
            }
            return Finding.fail(
                    "%s answers %d: %s"
                            .formatted(
                                    address, answer.statusCode(), state.path("capture").asText()),
                    "the reason above is the worker's own; what failed before this check explains it");
        } catch (IOException e) {
            return Finding.fail(
                    "no worker at %s: %s".formatted(address, HttpFault.of(e)),
                    "start it (./parley up, or ./parley worker), or set PORT and BIND_ADDRESS to where it listens;"
                            + " a worker on another machine is asked there");
        }
    }

    private static Finding secret(Deployment deployment) throws IOException, InterruptedException {
        var secret = deployment.configuration().webhook().secret().reveal();
        var wrong =
                deployment.send(
                        deployment.post("/webhook", "{}").header("x-webhook-secret", secret + "x"));
        if (wrong.statusCode() != UNAUTHORIZED) {
            return Finding.fail(
                    "/webhook answers %d to a wrong secret".formatted(wrong.statusCode()),
                    "something else than the worker answers on this port: check PORT");
        }
        var right =
                deployment.send(
                        deployment.post("/webhook", "{}").header("x-webhook-secret", secret));
        return right.statusCode() == UNAUTHORIZED
                ? Finding.fail(
                        "/webhook does not take the WEBHOOK_SECRET that is set here",
                        "give the worker and this command the same WEBHOOK_SECRET, and the webhook in the database, too")
                : Finding.ok("/webhook takes our secret and no other");
    }

    private static Finding channels(Deployment deployment)
            throws IOException, InterruptedException {
        var state = JSON.readTree(deployment.send(deployment.worker("/ready")).body());
        if (deployment.configuration().forwarding().legacyChannel()) {
            return Finding.warn(
                    "PARLEY_LEGACY_CHANNEL is on: whoever knows a room's id hears it on room-{id}, private rooms included",
                    "have clients listen to private-room-{id}, which asks /pusher/auth, then unset PARLEY_LEGACY_CHANNEL");
        }
        if (!state.path("mode").asText().equals("forward")) {
            return Finding.ok(
                    "each event goes to the channel that its room had when it was written");
        }
        return Finding.ok(
                "%s; every other room goes to private-room-{id}"
                        .formatted(state.path("capture").asText()));
    }

    private static Finding hooks(Deployment deployment) throws SQLException {
        var hooks = deployment.value(HOOKS);
        if (!hooks.equals("null")) {
            return Finding.ok("database webhooks: " + hooks);
        }
        return deployment.configuration().capture() == CaptureMode.FORWARD
                ? Finding.fail(
                        "CAPTURE=forward, but the database has no webhook on messages",
                        "make one that posts to /webhook: worker/README.md has the SQL and the clicks")
                : Finding.ok("no database webhook, and none is needed");
    }
}
