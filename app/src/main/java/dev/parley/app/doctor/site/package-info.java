/// What is examined, and the ways to reach it that all checks share: one connection to the database, one
/// HTTP client, sockets like a browser's.
@NullMarked
package dev.parley.app.doctor.site;

import org.jspecify.annotations.NullMarked;
