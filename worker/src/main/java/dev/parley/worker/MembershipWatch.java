// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker;

import dev.parley.worker.capture.Acknowledgement;
import dev.parley.worker.capture.Change;
import dev.parley.worker.capture.ChangeSink;
import java.sql.SQLException;
import java.util.Set;

/// Hands changes on, and says when one is about who is in a room. It is called by the source's thread
/// only.
///
/// @param sink takes the changes
/// @param changed called for each such change; must return at once
record MembershipWatch(ChangeSink sink, Runnable changed) implements ChangeSink {
    private static final Set<String> KINDS =
            Set.of("user-joined", "user-left", "participant-updated");

    @Override
    public String begin() throws SQLException, InterruptedException {
        return sink.begin();
    }

    @Override
    public void accept(Change change, Acknowledgement acknowledgement) {
        sink.accept(change, acknowledgement);
        if (change instanceof Change.Appended appended && KINDS.contains(appended.kind())) {
            changed.run();
        }
    }

    @Override
    public void spill() {
        sink.spill();
    }
}
