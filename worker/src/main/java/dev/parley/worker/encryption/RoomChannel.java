// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.encryption;

/// The channels of private rooms: one for plain events, the one that takes its place when they are
/// encrypted, and the one that apps from before listen to.
public final class RoomChannel {
    private static final String PLAIN = "private-room-";
    private static final String OPEN = "room-";
    private static final String ENCRYPTED = "private-encrypted-room-";

    private RoomChannel() {}

    /// Returns whether a channel carries the plain events of a private room.
    public static boolean isPlainPrivate(String channel) {
        return channel.startsWith(PLAIN);
    }

    /// Returns whether a channel carries encrypted events of a private room.
    public static boolean isEncrypted(String channel) {
        return channel.startsWith(ENCRYPTED);
    }

    /// Returns the encrypted channel that takes the place of a plain private one.
    public static String encrypted(String plain) {
        return ENCRYPTED + plain.substring(PLAIN.length());
    }

    /// Returns the channel of the same room that nobody is asked about.
    public static String open(String plain) {
        return OPEN + plain.substring(PLAIN.length());
    }
}
