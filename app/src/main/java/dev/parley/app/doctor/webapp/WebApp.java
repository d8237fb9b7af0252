// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.webapp;

import java.net.URI;
import java.util.List;
import java.util.Set;

/// What an app gives to a browser: its page, and the scripts of its origin that the page names, directly or
/// through each other.
///
/// @param address where the page is, after redirects
/// @param status the status of the answer
/// @param isPage whether it is HTML
/// @param policies its Content-Security-Policies
/// @param scripts how many scripts were read
/// @param text page and scripts, one after the other
/// @param whole whether all scripts were read
record WebApp(
        URI address,
        int status,
        boolean isPage,
        List<ConnectPolicy> policies,
        int scripts,
        String text,
        boolean whole) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    WebApp {
        policies = List.copyOf(policies);
    }

    /// Returns the origin of the page, as a browser sends it.
    String origin() {
        return address.getScheme() + "://" + address.getRawAuthority();
    }

    /// Returns whether `word` is in page or scripts, and not as a part of a longer word.
    boolean carries(String word) {
        for (var at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            if (isEnd(at - 1) && isEnd(at + word.length())) {
                return true;
            }
        }
        return false;
    }

    /// Returns whether `address` is in page or scripts, under any name of this machine when it is on it.
    boolean carries(URI address) {
        var text = address.toString();
        var host = address.getHost();
        return isLoopback(host)
                ? LOOPBACK.stream().anyMatch(name -> carries(text.replace(host, name)))
                : carries(text);
    }

    /// Returns whether `host` is this machine.
    static boolean isLoopback(String host) {
        return LOOPBACK.contains(host);
    }

    private boolean isEnd(int at) {
        if (at < 0 || at >= text.length()) {
            return true;
        }
        var letter = text.charAt(at);
        return !Character.isLetterOrDigit(letter) && letter != '_' && letter != '-';
    }
}
