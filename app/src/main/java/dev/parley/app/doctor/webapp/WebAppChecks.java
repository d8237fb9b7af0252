// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.webapp;

import static dev.parley.app.doctor.check.Complaint.CONNECT;
import static dev.parley.app.doctor.check.Complaint.LIVE;

import dev.parley.app.doctor.check.Check;
import java.net.URI;
import java.util.List;
import java.util.Set;

/// Whether an app that runs fits this deployment.
public final class WebAppChecks {
    private static final String ANSWERS = "app.answers";

    private WebAppChecks() {}

    /// Returns them in their order, for one examination.
    ///
    /// @param address a page of the app, such as `http://localhost:3000`
    public static List<Check> all(URI address) {
        var visit = new WebAppVisit(address);
        var keys = new BundledKeyChecks(visit);
        var access = new BrowserAccessChecks(visit);
        return List.of(
                new Check(ANSWERS, List.of(), Set.of(CONNECT), _ -> visit.load()),
                new Check("app.secrets", List.of(ANSWERS), Set.of(), keys::secrets),
                new Check("app.supabase", List.of(ANSWERS), Set.of(CONNECT, LIVE), keys::supabase),
                new Check("app.pusher", List.of(ANSWERS), Set.of(CONNECT, LIVE), keys::pusher),
                new Check(
                        "app.authorization",
                        List.of(ANSWERS),
                        Set.of(CONNECT),
                        access::authorization),
                new Check("app.origin", List.of(ANSWERS), Set.of(CONNECT), access::origin),
                new Check("app.policy", List.of(ANSWERS), Set.of(CONNECT), access::policy));
    }
}
