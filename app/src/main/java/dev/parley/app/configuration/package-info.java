/// What an operator decides: one tree of records, [dev.parley.app.configuration.Configuration], read
/// once from the environment.
///
/// Defaults of the command stand in [dev.parley.app.configuration.Defaults], those of a module in the
/// module's own records, and every variable's name in
/// [dev.parley.app.configuration.Variable]. A value that cannot be used stops the start with the
/// variable's name, the value and what it must be. Immutable throughout; secrets print as
/// `[redacted]`.
@NullMarked
package dev.parley.app.configuration;

import org.jspecify.annotations.NullMarked;
