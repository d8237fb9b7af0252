/// What is examined, and the ways to reach it that all checks share: one connection to the database, one
/// HTTP client, sockets like a browser's.
@NullMarked
package dev.parley.app.doctor.deployment;

import org.jspecify.annotations.NullMarked;
