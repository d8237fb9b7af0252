// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.check;

import dev.parley.app.doctor.deployment.Deployment;
import java.util.List;
import java.util.Set;

/// One thing that must be right for messages to arrive.
///
/// @param name the part it looks at and what it asks, such as `database.reachable`
/// @param needs names of checks before it that must not have failed
/// @param explains what people say when this is wrong
/// @param look does the looking
public record Check(String name, List<String> needs, Set<Complaint> explains, Look look) {
    /// Copies the collections.
    public Check {
        needs = List.copyOf(needs);
        explains = Set.copyOf(explains);
    }

    /// Examines a deployment.
    @FunctionalInterface
    public interface Look {
        /// Returns what an operator must know.
        ///
        /// @throws Exception when it could not be found out, with a message for people
        Finding at(Deployment deployment) throws Exception;
    }
}
