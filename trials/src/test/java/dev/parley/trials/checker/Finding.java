// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

/// One thing that went wrong.
///
/// @param where what a person needs to look it up
public record Finding(Flaw flaw, String where) {
    @Override
    public String toString() {
        return flaw + " " + where;
    }
}
