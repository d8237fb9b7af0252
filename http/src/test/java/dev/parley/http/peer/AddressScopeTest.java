// SPDX-License-Identifier: Apache-2.0
package dev.parley.http.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressScopeTest {
    @ParameterizedTest
    @CsvSource({
        "LOOPBACK, 127.0.0.1 127.8.8.8 ::1 ::ffff:127.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1",
        "PRIVATE, 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 ::ffff:10.0.0.1 2002:a00:1::",
        "PRIVATE, 169.254.169.254 100.64.0.1 100.127.255.255 fe80::1 fec0::1 fc00::1 fd12:3456::1",
        "RESERVED, 0.0.0.0 0.1.2.3 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1",
        "RESERVED, 224.0.0.1 240.0.0.1 255.255.255.255 :: ff02::1 2001:db8::1 2001::1 4000::1",
        "GLOBAL, 8.8.8.8 100.63.0.1 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 198.17.0.1",
        "GLOBAL, 198.20.0.1 223.255.255.1 2606:4700::1111 2002:808:808:: 64:ff9b::808:808"
    })
    void every_address_belongs_to_one_scope(AddressScope scope, String addresses)
            throws UnknownHostException {
        for (var address : addresses.split(" ", -1)) {
            assertThat(AddressScope.of(InetAddress.getByName(address)))
                    .as(address)
                    .isEqualTo(scope);
        }
    }
}
