// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.config;

import java.nio.file.Path;

/// What a server needs to speak TLS itself.
///
/// @param certificate file of the certificate chain, PEM
/// @param key file of the private key, PKCS #8 PEM without a passphrase
public record Tls(Path certificate, Path key) {}
