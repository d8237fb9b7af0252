// SPDX-License-Identifier: Apache-2.0
package dev.parley.http.peer;

import java.util.regex.Pattern;

/// A host as people and programs name it: by a name, or by an address, of IPv6 with or without brackets.
///
/// @param text the name without a port
public record HostName(String text) {
    private static final String LOCALHOST = "localhost";
    private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");

    /// Reads the value of a `Host` header, which may name a port.
    public static HostName ofHeader(String value) {
        return new HostName(PORT.matcher(value).replaceFirst(""));
    }

    /// Returns whether it is a name that every machine has for itself. Other names may lead here as well.
    public boolean isLoopback() {
        var address = AddressRange.address(text);
        return address == null
                ? text.equalsIgnoreCase(LOCALHOST)
                : AddressScope.of(address) == AddressScope.LOOPBACK;
    }
}
