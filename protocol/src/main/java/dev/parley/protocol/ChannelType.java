// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

/// What a channel is, decided by the prefix of its name, the longest prefix first.
public enum ChannelType {
    /// Events for one signed-in user on all their connections.
    SERVER_TO_USER("#server-to-user-", Access.OWN_USER, false),
    /// Private, relayed without being readable here, remembers its last event.
    PRIVATE_ENCRYPTED_CACHE("private-encrypted-cache-", Access.SIGNED, true),
    /// Private, relayed without being readable here.
    PRIVATE_ENCRYPTED("private-encrypted-", Access.SIGNED, false),
    /// Private, remembers its last event.
    PRIVATE_CACHE("private-cache-", Access.SIGNED, true),
    /// Needs a signature.
    PRIVATE("private-", Access.SIGNED, false),
    /// Presence, remembers its last event.
    PRESENCE_CACHE("presence-cache-", Access.PRESENCE, true),
    /// Needs a signature and shows who is there.
    PRESENCE("presence-", Access.PRESENCE, false),
    /// Open to everybody, remembers its last event.
    CACHE("cache-", Access.OPEN, true),
    /// Open to everybody.
    PUBLIC("", Access.OPEN, false);

    private enum Access {
        OPEN,
        SIGNED,
        PRESENCE,
        OWN_USER
    }

    private final String prefix;
    private final Access access;
    private final boolean cached;

    ChannelType(String prefix, Access access, boolean cached) {
        this.prefix = prefix;
        this.access = access;
        this.cached = cached;
    }

    /// Returns the type of the channel called `name`.
    public static ChannelType of(String name) {
        for (var type : values()) {
            if (name.startsWith(type.prefix)) {
                return type;
            }
        }
        return PUBLIC;
    }

    /// Returns the start of every name of this type, dash included; empty for [#PUBLIC].
    public String prefix() {
        return prefix;
    }

    /// Returns whether a subscriber must show a signature.
    public boolean needsSignature() {
        return access == Access.SIGNED || access == Access.PRESENCE;
    }

    /// Returns whether the channel shows its members.
    public boolean isPresence() {
        return access == Access.PRESENCE;
    }

    /// Returns whether the channel remembers its last event.
    public boolean isCached() {
        return cached;
    }

    /// Returns whether events are sealed by the publisher, so that such a channel must stand alone in
    /// a publish.
    public boolean isEncrypted() {
        return this == PRIVATE_ENCRYPTED || this == PRIVATE_ENCRYPTED_CACHE;
    }

    /// Returns whether subscribers may send events to each other.
    public boolean allowsClientEvents() {
        return needsSignature();
    }
}
