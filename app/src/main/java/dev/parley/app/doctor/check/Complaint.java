// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.check;

import java.util.Locale;

/// What people say when chat does not work.
public enum Complaint {
    /// Messages show after a reload only.
    LIVE("messages are not live"),
    /// The page says that it cannot connect.
    CONNECT("the page cannot connect to Pusher"),
    /// Some messages never show.
    MISSING("messages are missing");

    private final String sentence;

    Complaint(String sentence) {
        this.sentence = sentence;
    }

    /// Returns the complaint in words.
    public String sentence() {
        return sentence;
    }

    /// Returns the name in lower case, as it is written on the command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
