/// A network that misbehaves as told.
///
/// [FaultProxy] is the entry: a TCP proxy that stands between the worker and its database or its target.
/// What each way through it suffers is a list of [Fault]s, changed while connections are open, and what
/// it really did is counted by [ProxyStats], so that a trial can tell a fault that happened from one that was
/// only planned.
///
/// Threads are virtual: one accepts, and each connection has two for either way, one that reads and one
/// that writes. Any thread may change the faults.
@NullMarked
package dev.parley.trials.wiretap;

import org.jspecify.annotations.NullMarked;
