// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/// How often may be tried what makes something, hashes a password or guesses one. Thread-safe.
///
/// Every method counts one try, and throws [AuthException] with status 429 when there were too many.
final class SignInLimits {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    /// Whoever guesses from many networks is stopped later, so that a few cannot lock a user out; from
    /// where a user has signed in before, none of that counts.
    private static final int EVERYWHERE = 10;

    private static final Duration BETWEEN_MAILS = Duration.ofMinutes(1);

    /// With the wrong digits that each mail allows, the guesses of a code that somebody has in an hour.
    private static final int MAILS_TO_ONE_IN_AN_HOUR = 10;

    private final RateLimiter anonymous;
    private final RateLimiter signIns;
    private final RateLimiter refreshes;
    private final RateLimiter guesses;
    private final RateLimiter guessesEverywhere;
    private final RateLimiter changes;
    private final RateLimiter mails;
    private final RateLimiter mailsToOne;
    private final RateLimiter mailsToOneInAnHour;
    private final FamiliarNetworks familiar = new FamiliarNetworks();

    SignInLimits(AuthSettings.Rates rates, Clock clock) {
        var factor = rates.loopbackFactor();
        anonymous = new RateLimiter(rates.anonymousPerHour(), factor, HOUR, clock);
        signIns = new RateLimiter(rates.signInsPerFiveMinutes(), factor, FIVE_MINUTES, clock);
        refreshes = new RateLimiter(rates.refreshesPerFiveMinutes(), factor, FIVE_MINUTES, clock);
        guesses = new RateLimiter(rates.guessesPerFiveMinutes(), factor, FIVE_MINUTES, clock);
        guessesEverywhere =
                new RateLimiter(EVERYWHERE * rates.guessesPerFiveMinutes(), 1, FIVE_MINUTES, clock);
        changes = new RateLimiter(rates.changesPerFiveMinutes(), 1, FIVE_MINUTES, clock);
        mails =
                new RateLimiter(
                        rates.mailsPerHour(), factor, HOUR, clock, AuthException::tooManyMails);
        mailsToOne = new RateLimiter(1, 1, BETWEEN_MAILS, clock, AuthException::tooManyMails);
        mailsToOneInAnHour =
                new RateLimiter(
                        MAILS_TO_ONE_IN_AN_HOUR, 1, HOUR, clock, AuthException::tooManyMails);
    }

    void anonymousSignUp(String address) {
        anonymous.count(address);
    }

    void signUp(String address) {
        signIns.count(address);
    }

    /// Counts a password that may be wrong, until [#guessedRight].
    void signIn(String address, String email) {
        signIns.count(address);
        guesses.count(address, email);
        if (!familiar.contains(address, email)) {
            guessesEverywhere.count("", email);
        }
    }

    void guessedRight(String address, String email) {
        guesses.forget(address, email);
        guessesEverywhere.forget("", email);
        familiar.add(address, email);
    }

    void refresh(String address) {
        refreshes.count(address);
    }

    /// Counts a mail, whether there is somebody at its address or not.
    void mail(String address, String email) {
        mails.count(address);
        mailsToOne.count("", email);
        mailsToOneInAnHour.count("", email);
    }

    /// Counts what somebody shows out of a mail. Wrong digits are counted where the right ones are kept.
    void verify(String address) {
        signIns.count(address);
    }

    void change(UUID user) {
        changes.count("", user.toString());
    }
}
