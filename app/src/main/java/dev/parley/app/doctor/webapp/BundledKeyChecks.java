// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.webapp;

import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Deployment;
import java.io.IOException;

/// Whether an app has the keys and addresses of this deployment, and no secret.
///
/// @param visit has loaded the app before
record BundledKeyChecks(WebAppVisit visit) {
    private static final int UNAUTHORIZED = 401;
    static final String REBUILD =
            "; frameworks put such variables into the scripts when they build: restart the dev server or build again";

    Finding secrets(Deployment deployment) {
        var names = new BundledKeys(visit.app()).secrets(deployment.settings());
        return names.isEmpty()
                ? Finding.ok("no secret in page or scripts")
                : Finding.fail(
                        "every visitor of the app can read " + String.join(", ", names),
                        "take it out of the variables that reach browsers (NEXT_PUBLIC_…, VITE_…) and of client code, make"
                                + " a new one, and build again");
    }

    Finding supabase(Deployment deployment) throws IOException, InterruptedException {
        var ours = deployment.settings().supabaseUrl();
        var keys = new BundledKeys(visit.app());
        if (!visit.app().carries(ours)) {
            var others = keys.projects();
            return others.isEmpty()
                    ? missing(
                            "Supabase's address " + ours,
                            "NEXT_PUBLIC_SUPABASE_URL",
                            "VITE_SUPABASE_URL")
                    : Finding.fail(
                            "the app talks to %s, this deployment is behind %s"
                                    .formatted(String.join(", ", others), ours),
                            "set NEXT_PUBLIC_SUPABASE_URL (Vite: VITE_SUPABASE_URL) as ./parley env prints it, or"
                                    + " SUPABASE_URL here to the app's project"
                                    + REBUILD);
        }
        var anon = deployment.settings().anonKey();
        if (anon.isEmpty()) {
            return Finding.skip("SUPABASE_ANON_KEY is not set");
        }
        if (visit.app().carries(anon)) {
            return Finding.ok("the app has address and anon key of " + ours);
        }
        // a project may have several public keys
        for (var other : keys.anonKeys()) {
            var answer =
                    deployment.send(
                            deployment.supabase("/rest/v1/chat_rooms?select=id&limit=1", other));
            if (answer.statusCode() != UNAUTHORIZED) {
                return Finding.ok("the app has the address and a public key of " + ours);
            }
        }
        return keys.anonKeys().isEmpty()
                ? missing("the anon key", "NEXT_PUBLIC_SUPABASE_ANON_KEY", "VITE_SUPABASE_ANON_KEY")
                : Finding.fail(
                        "%s refuses the anon key that the app has".formatted(ours),
                        "set NEXT_PUBLIC_SUPABASE_ANON_KEY (Vite: VITE_SUPABASE_ANON_KEY) as ./parley env prints it"
                                + REBUILD);
    }

    Finding pusher(Deployment deployment) {
        var pusher = deployment.settings().pusher();
        var key = pusher.credentials().key();
        if (!visit.app().carries(key)) {
            var others = new BundledKeys(visit.app()).pusherKeys();
            return others.isEmpty()
                    ? missing("the Pusher key " + key, "NEXT_PUBLIC_PUSHER_KEY", "VITE_PUSHER_KEY")
                    : Finding.fail(
                            "the app connects with the Pusher key %s, the worker publishes with %s"
                                    .formatted(String.join(", ", others), key),
                            "set NEXT_PUBLIC_PUSHER_KEY (Vite: VITE_PUSHER_KEY) as ./parley env prints it"
                                    + REBUILD);
        }
        var place = pusher.cluster().orElse(pusher.host());
        return WebApp.isLoopback(place) || visit.app().carries(place)
                ? Finding.ok("the app has the Pusher key")
                : missing(
                        pusher.cluster().isPresent() ? "the cluster " + place : "the host " + place,
                        pusher.cluster().isPresent()
                                ? "NEXT_PUBLIC_PUSHER_CLUSTER"
                                : "NEXT_PUBLIC_PUSHER_HOST",
                        pusher.cluster().isPresent() ? "VITE_PUSHER_CLUSTER" : "VITE_PUSHER_HOST");
    }

    private static Finding missing(String what, String next, String vite) {
        return Finding.warn(
                what + " is in no script that the page loads",
                "set %s (Vite: %s) as ./parley env prints it%s; ignore this if the app learns it while it runs"
                        .formatted(next, vite, REBUILD));
    }
}
