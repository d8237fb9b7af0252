/// The composition root: [dev.parley.app.assembly.Service] builds every part from the configuration,
/// in order, and takes them down in the opposite order.
///
/// Nothing but this package names a real clock or brings two parts together. One thread starts a
/// service; any thread may close it.
@NullMarked
package dev.parley.app.assembly;

import org.jspecify.annotations.NullMarked;
