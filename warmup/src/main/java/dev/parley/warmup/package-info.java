/// The training run that the AOT cache is made from: the program is started as a user starts it, but with
/// `-XX:AOTCacheOutput`, does a few seconds of what it does all day, and is stopped as Ctrl-C stops it.
/// The Java VM then writes down which classes were loaded, and which methods ran often and how.
///
/// [Main][dev.parley.warmup.Main] is the entry; `bin/aot-cache` calls it. The load comes from this process,
/// over sockets of this machine, on virtual threads of its own.
@NullMarked
package dev.parley.warmup;

import org.jspecify.annotations.NullMarked;
