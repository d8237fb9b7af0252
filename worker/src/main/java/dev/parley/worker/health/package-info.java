/// Whether the worker lives and works: `GET /health` for whoever restarts it, `GET /ready` for whoever
/// sends it traffic and for people.
///
/// Runs on the request's own virtual thread and touches no database.
@NullMarked
package dev.parley.worker.health;

import org.jspecify.annotations.NullMarked;
