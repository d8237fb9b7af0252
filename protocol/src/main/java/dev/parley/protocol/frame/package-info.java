/// The frames of a connection: what a client may say ([dev.parley.protocol.frame.ClientFrame]), what
/// a server may say ([dev.parley.protocol.frame.ServerFrame]), and their JSON.
///
/// Values only, usable from any thread. Every malformed text ends in one
/// [dev.parley.protocol.ProtocolException].
@NullMarked
package dev.parley.protocol.frame;

import org.jspecify.annotations.NullMarked;
