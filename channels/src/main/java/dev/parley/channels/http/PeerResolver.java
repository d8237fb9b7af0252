// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.http;

import dev.parley.channels.access.ProxyWarning;
import dev.parley.channels.tls.Encryption;
import dev.parley.http.peer.Peer;
import dev.parley.http.peer.TrustedProxies;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;

/// Finds out who sent a request, also through proxies. Thread-safe.
///
/// @param proxies whose word is taken
/// @param warning warns of those whose word is not
public record PeerResolver(TrustedProxies proxies, ProxyWarning warning) {
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    Peer peer(Channel channel, HttpHeaders headers) {
        if (headers.contains(FORWARDED_FOR)
                && channel.remoteAddress() instanceof InetSocketAddress remote
                && remote.getAddress() != null
                && !proxies.isTrusted(remote.getAddress())) {
            warning.forwards(remote.getAddress());
        }
        return proxies.peer(
                channel.remoteAddress(),
                Encryption.isOn(channel),
                headers.getAll(FORWARDED_FOR),
                headers.getAll(FORWARDED_PROTO));
    }
}
