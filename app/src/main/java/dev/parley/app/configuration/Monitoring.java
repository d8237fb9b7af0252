// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.app.logging.LogFormat;
import dev.parley.protocol.Secret;
import java.util.Optional;

/// How the process is watched.
///
/// @param token what lets other machines read the metrics on the public port
/// @param port TCP port that shows the metrics to everybody who reaches it, 0 for a free one; empty for
///     none
/// @param logFormat how log lines are written
/// @param tracing where traces go; empty for nowhere
public record Monitoring(
        Optional<Secret> token,
        Optional<Integer> port,
        LogFormat logFormat,
        Optional<Tracing> tracing) {}
