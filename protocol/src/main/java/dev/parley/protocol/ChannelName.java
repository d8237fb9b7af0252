// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

/// The checked name of a channel.
///
/// ASCII letters, digits and `_ - = @ , . ;`. Only `#server-to-user-{id}` may hold a `#`, and its id
/// any character.
///
/// @param value the name as it is sent and signed, prefix included
/// @param type what the prefix says the channel is
public record ChannelName(String value, ChannelType type) {
    private static final int MAX_USER_CHANNEL_LENGTH = 200;

    /// Checks a name.
    ///
    /// @param value the name, prefix included
    /// @param maxLength the most characters, 164 on the hosted service
    /// @throws ProtocolException if the name is empty, too long or holds a character not allowed
    public static ChannelName parse(String value, int maxLength) {
        var type = ChannelType.of(value);
        boolean legal =
                type == ChannelType.SERVER_TO_USER
                        ? value.length() > type.prefix().length()
                                && value.length() <= MAX_USER_CHANNEL_LENGTH
                        : !value.isEmpty() && value.length() <= maxLength && isPlain(value);
        if (!legal) {
            throw new ProtocolException(
                    "Invalid channel name: 1 to "
                            + maxLength
                            + " letters, digits and _ - = @ , . ; are allowed");
        }
        return new ChannelName(value, type);
    }

    /// Returns the user a [ChannelType#SERVER_TO_USER] channel belongs to.
    public String userId() {
        return value.substring(ChannelType.SERVER_TO_USER.prefix().length());
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && "_-=@,.;".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
