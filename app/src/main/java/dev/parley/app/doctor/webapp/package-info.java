/// Whether an app that runs somewhere fits this deployment: the keys and addresses in its scripts, what its
/// page may connect to, and whether its origin is let in. [WebAppChecks] is the entry.
@NullMarked
package dev.parley.app.doctor.webapp;

import org.jspecify.annotations.NullMarked;
