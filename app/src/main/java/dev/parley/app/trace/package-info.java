/// Traces of events, from their row in the database to the server that published them, sent by OTLP.
///
/// Nothing here, and nothing of OpenTelemetry, is loaded unless the operator names a receiver.
@NullMarked
package dev.parley.app.trace;

import org.jspecify.annotations.NullMarked;
