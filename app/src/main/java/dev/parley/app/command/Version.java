// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// The version in the jar's manifest, next to that of Java.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "parley " + Objects.requireNonNullElse(version, "(not packed)"),
            "Java " + Runtime.version()
        };
    }
}
