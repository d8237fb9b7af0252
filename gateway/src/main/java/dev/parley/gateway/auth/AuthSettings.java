// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import java.time.Duration;

/// What sign-in allows.
///
/// @param tokenLife how long an access token is valid, 1 minute to 7 days
/// @param reuseInterval how long a refresh token that was used may be used again, 0 to 1 minute
/// @param signUps whether new users may sign up at all
/// @param anonymousSignIns whether users may come without e-mail and password
/// @param minPasswordLength fewest characters of a password, 6 to 72
/// @param bcryptCost work factor of the password hash, 4 to 14
/// @param rates how often one may try
/// @param redirects where the link of a mail may lead
public record AuthSettings(
        Duration tokenLife,
        Duration reuseInterval,
        boolean signUps,
        boolean anonymousSignIns,
        int minPasswordLength,
        int bcryptCost,
        Rates rates,
        Redirects redirects) {
    /// Refuses values out of range.
    public AuthSettings {
        between("token life", tokenLife, Duration.ofMinutes(1), Duration.ofDays(7));
        between(
                "refresh token reuse interval",
                reuseInterval,
                Duration.ZERO,
                Duration.ofMinutes(1));
        between("minimum password length", minPasswordLength, 6, 72);
        between("bcrypt cost", bcryptCost, 4, 14);
    }

    /// Returns Supabase's defaults, with anonymous sign-ins allowed.
    public static AuthSettings defaults() {
        return of(Rates.defaults(), Redirects.local());
    }

    /// Returns Supabase's defaults, with anonymous sign-ins allowed, these rates and these redirects.
    public static AuthSettings of(Rates rates, Redirects redirects) {
        return new AuthSettings(
                Duration.ofHours(1), Duration.ofSeconds(10), true, true, 6, 10, rates, redirects);
    }

    /// How often one may try.
    ///
    /// A school or an office is one address.
    ///
    /// @param anonymousPerHour anonymous sign-ups of one address an hour
    /// @param signInsPerFiveMinutes sign-ups and sign-ins with a password of one address in five
    ///     minutes
    /// @param refreshesPerFiveMinutes refreshes of one address in five minutes
    /// @param guessesPerFiveMinutes wrong passwords for one e-mail from one address in five minutes;
    ///     from everywhere, ten times as many
    /// @param changesPerFiveMinutes changes that one user makes to itself in five minutes
    /// @param mailsPerHour mails that one address asks for in an hour; to one e-mail, one a minute and ten
    ///     an hour
    /// @param loopbackFactor by how much those of an address are larger for this very machine, 1 or
    ///     more
    public record Rates(
            int anonymousPerHour,
            int signInsPerFiveMinutes,
            int refreshesPerFiveMinutes,
            int guessesPerFiveMinutes,
            int changesPerFiveMinutes,
            int mailsPerHour,
            int loopbackFactor) {
        /// Refuses values out of range.
        public Rates {
            between("anonymous sign-ups an hour", anonymousPerHour, 1, 1_000_000);
            between("sign-ins in five minutes", signInsPerFiveMinutes, 1, 1_000_000);
            between("refreshes in five minutes", refreshesPerFiveMinutes, 1, 1_000_000);
            between("wrong passwords in five minutes", guessesPerFiveMinutes, 1, 1_000_000);
            between("changes in five minutes", changesPerFiveMinutes, 1, 1_000_000);
            between("mails an hour", mailsPerHour, 1, 1_000_000);
            between("loopback factor", loopbackFactor, 1, 1_000);
        }

        /// Returns limits under which a thousand people behind one address begin their day, a
        /// thousandfold for loopback.
        public static Rates defaults() {
            return new Rates(500, 500, 2_000, 20, 60, 100, 1_000);
        }
    }

    private static <T extends Comparable<T>> void between(String name, T value, T low, T high) {
        if (value.compareTo(low) < 0 || value.compareTo(high) > 0) {
            throw new IllegalArgumentException(
                    "%s is %s, must be %s to %s".formatted(name, value, low, high));
        }
    }
}
