// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiErrorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What the `Prefer` header asks for.
///
/// @param representation whether changed rows are to be returned
/// @param counted whether all matching rows are to be counted
/// @param resolution what an insert does with rows that exist; absent when that is an error
/// @param missingDefault whether missing members mean defaults
/// @param rollback whether the change is only to be tried
/// @param maxAffected most rows that may change
/// @param applied the preferences that were understood, for the answer's `Preference-Applied`
record Preferences(
        boolean representation,
        boolean counted,
        Optional<Resolution> resolution,
        boolean missingDefault,
        boolean rollback,
        OptionalLong maxAffected,
        List<String> applied) {
    Preferences {
        applied = List.copyOf(applied);
    }

    /// What an insert does with rows that exist already.
    enum Resolution {
        MERGE,
        IGNORE
    }

    /// @throws dev.parley.protocol.api.ApiException when the header insists on what is not known (`handling=strict`)
    static Preferences parse(String header) {
        var reader = new Reader();
        header.lines()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .forEach(reader::read);
        return reader.preferences();
    }

    /// Gathers the preferences one by one.
    private static final class Reader {
        private final List<String> applied = new ArrayList<>();
        private final List<String> unknown = new ArrayList<>();
        private boolean representation;
        private boolean counted;
        private Optional<Resolution> resolution = Optional.empty();
        private boolean missingDefault;
        private boolean rollback;
        private boolean strict;
        private OptionalLong maxAffected = OptionalLong.empty();

        void read(String preference) {
            applied.add(preference);
            switch (preference) {
                case "return=representation" -> representation = true;
                case "count=exact", "count=planned", "count=estimated" -> counted = true;
                case "resolution=merge-duplicates" -> resolution = Optional.of(Resolution.MERGE);
                case "resolution=ignore-duplicates" -> resolution = Optional.of(Resolution.IGNORE);
                case "missing=default" -> missingDefault = true;
                case "tx=rollback" -> rollback = true;
                case "handling=strict" -> strict = true;
                case "return=minimal", "missing=null", "tx=commit", "handling=lenient" -> {}
                default -> readOther(preference);
            }
        }

        private void readOther(String preference) {
            var limit = "max-affected=";
            if (preference.startsWith(limit)
                    && preference.substring(limit.length()).matches("[0-9]{1,18}")) {
                maxAffected = OptionalLong.of(Long.parseLong(preference.substring(limit.length())));
                return;
            }
            applied.remove(preference);
            unknown.add(preference);
        }

        Preferences preferences() {
            if (strict && !unknown.isEmpty()) {
                throw new ApiErrorException(
                        new ApiError(
                                400,
                                "PGRST122",
                                "Invalid preferences given with handling=strict",
                                "Invalid preferences: " + String.join(", ", unknown),
                                null));
            }
            return new Preferences(
                    representation,
                    counted,
                    resolution,
                    missingDefault,
                    rollback,
                    strict ? maxAffected : OptionalLong.empty(),
                    applied);
        }
    }
}
