/// TLS of our own: the certificate from files that may be replaced while the server runs.
@NullMarked
package dev.parley.channels.tls;

import org.jspecify.annotations.NullMarked;
