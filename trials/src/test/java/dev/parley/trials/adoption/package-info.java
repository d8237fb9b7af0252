/// Apps that had a chat before, and go on using it while Parley takes their tables over.
@NullMarked
package dev.parley.trials.adoption;

import org.jspecify.annotations.NullMarked;
