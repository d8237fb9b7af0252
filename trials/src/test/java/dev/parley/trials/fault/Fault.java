// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.fault;

/// Something that goes wrong on purpose.
@FunctionalInterface
public interface Fault {
    /// Brings it about.
    ///
    /// @return what shows that it happened, such as the id of the process that is gone
    /// @throws Exception when it could not be brought about; it then counts as not happened
    String happen() throws Exception;
}
