/// The work that a start of the build does to be watched by the Java VM: which classes are loaded, and
/// which methods run often and how. What it saw goes into the cache that later starts begin with.
///
/// [AotWarmup][dev.parley.app.training.Training] is the entry. It uses the running product as apps do,
/// over sockets of this machine, on virtual threads of its own, and ends after a time that is given.
@NullMarked
package dev.parley.app.training;

import org.jspecify.annotations.NullMarked;
