// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which addresses a policy lets a page connect to, as browsers read it.
final class ConnectPolicyTest {
    @ParameterizedTest(name = "{0}: {1} to {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    connect-src *                                     | https://a.example       | wss://b.example            | true
                    connect-src 'none'                                | https://a.example       | https://b.example          | false
                    connect-src                                       | https://a.example       | https://b.example          | false
                    connect-src 'self'                                | http://localhost:3000   | http://localhost:3000      | true
                    connect-src 'self'                                | http://localhost:3000   | ws://localhost:3000        | true
                    connect-src 'self'                                | http://localhost:3000   | http://localhost:3001      | false
                    connect-src 'self'                                | http://localhost:3000   | http://127.0.0.1:3000      | false
                    connect-src wss:                                  | https://a.example       | wss://b.example            | true
                    connect-src ws:                                   | http://a.example        | wss://b.example            | true
                    connect-src wss:                                  | http://a.example        | ws://b.example             | false
                    connect-src https:                                | https://a.example       | wss://b.example            | false
                    connect-src https://*.supabase.co                 | https://a.example       | https://p.supabase.co      | true
                    connect-src https://*.supabase.co                 | https://a.example       | https://supabase.co        | false
                    connect-src https://*.supabase.co                 | https://a.example       | https://evil-supabase.co   | false
                    connect-src p.supabase.co                         | https://a.example       | https://p.supabase.co      | true
                    connect-src p.supabase.co                         | https://a.example       | wss://p.supabase.co        | false
                    connect-src http://127.0.0.1:54321                | http://localhost:3000   | http://127.0.0.1:54321     | true
                    connect-src http://127.0.0.1:*                    | http://localhost:3000   | http://127.0.0.1:54321     | true
                    connect-src http://127.0.0.1                      | http://localhost:3000   | http://127.0.0.1:54321     | false
                    connect-src wss://ws-eu.pusher.com                | https://a.example       | wss://ws-eu.pusher.com:443 | true
                    connect-src https://b.example/rest                | https://a.example       | https://b.example          | true
                    default-src 'self'; img-src *                     | https://a.example       | https://b.example          | false
                    default-src 'none'; connect-src https://b.example | https://a.example       | https://b.example          | true
                    CONNECT-SRC HTTPS://B.example                     | https://a.example       | https://b.example          | true
                    img-src 'self'                                    | https://a.example       | https://b.example          | true
                    """)
    void a_source_list_matches_as_the_specification_says(
            String policy, URI page, URI target, boolean expected) {
        var allowed = ConnectPolicy.parse(policy).allMatch(one -> one.allows(page, target));

        assertThat(allowed).isEqualTo(expected);
    }

    @Test
    void each_of_several_policies_must_allow_it() {
        var policies =
                ConnectPolicy.parse("connect-src https://b.example, connect-src 'self'").toList();

        assertThat(policies)
                .extracting(policy ->
                        policy.allows(
                                URI.create("https://a.example"), URI.create("https://b.example")))
                .containsExactly(true, false);
    }
}
