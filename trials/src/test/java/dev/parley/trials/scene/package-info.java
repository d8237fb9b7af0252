/// What a scenario stands on: a [Scene] holds a database, a [Recorder] in the place of a Pusher server,
/// worker processes and writers, and ends with a verdict that is printed with the seed and the faults.
///
/// One thread uses a scene.
@NullMarked
package dev.parley.trials.scene;

import org.jspecify.annotations.NullMarked;
