// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedirectsTest {
    private final Redirects redirects =
            new Redirects(
                    URI.create("https://app.example.org"),
                    List.of(
                            "https://other.example.org/welcome",
                            "https://*.preview.example.org/**",
                            "https://docs.example.org/*/page?",
                            "myapp://callback"),
                    false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.org",
                "https://APP.example.org/any/path?a=b#c",
                "https://other.example.org/welcome",
                "https://other.example.org/welcome#hash",
                "https://pr-7.preview.example.org/a/b?c=d",
                "https://docs.example.org/en/page1",
                "myapp://callback"
            })
    void the_site_and_what_a_pattern_fits_are_allowed(String address) {
        assertThat(redirects.allows(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/path",
                "//evil.example.net",
                "http://app.example.org",
                "https://app.example.org:8443",
                "https://app.example.org.evil.example.net",
                "https://app.example.org@evil.example.net/",
                "https://app.example.org:x@evil.example.net/",
                "https://evil.example.net/https://app.example.org",
                "https://evil.example.net#https://app.example.org",
                "https://evil.example.net\\@app.example.org/",
                "https://evil.example.net\\.preview.example.org/",
                "https://evil.example.net/.preview.example.org/",
                "https://a.b.preview.example.org/",
                "https://x@evil.example.net?.preview.example.org/",
                "https://docs.example.org/en/deep/page1",
                "https://docs.example.org/en/page",
                "https://other.example.org/welcome/more",
                "https://app.example.org/\r\nSet-Cookie: a=b",
                "https://app.example.org/ ",
                "\thttps://app.example.org/",
                "https://app.example.org/é",
                "javascript:alert(1)",
                "javascript://app.example.org/%0aalert(1)",
                "data:text/html,x",
                "myapp://callback2",
                "http://localhost:3000/"
            })
    void anything_else_is_not(String address) {
        assertThat(redirects.allows(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000/",
                "http://127.0.0.1:5173/reset",
                "https://localhost/",
                "http://[::1]:8080/"
            })
    void pages_of_this_machine_are_allowed_while_one_develops(String address) {
        assertThat(Redirects.local().allows(address)).isTrue();
        assertThat(redirects.allows(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost.evil.example.net/",
                "http://127.0.0.1.evil.example.net/",
                "http://localhost@evil.example.net/",
                "http://10.0.0.1/"
            })
    void what_only_looks_like_this_machine_is_not(String address) {
        assertThat(Redirects.local().allows(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.example.org",
                "**",
                "https://**",
                "https://app.example.org**",
                "*://x/"
            })
    void a_pattern_that_fits_any_domain_is_refused(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Redirects(
                                URI.create("https://app.example.org"), List.of(pattern), false));
    }

    @Test
    void an_address_of_any_length_is_not() {
        assertThat(redirects.allows("https://app.example.org/" + "a".repeat(3_000))).isFalse();
    }
}
