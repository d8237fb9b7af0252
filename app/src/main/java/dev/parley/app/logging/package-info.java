/// Where log lines go: [dev.parley.app.logging.Logs].
///
/// All of it is set up in code: reading a configuration file would cost a tenth of a second of every
/// start. `docs/logging.md` lists the keys.
@NullMarked
package dev.parley.app.logging;

import org.jspecify.annotations.NullMarked;
