/// The program: its entry [dev.parley.app.Main], which only hands over to the command line.
@NullMarked
package dev.parley.app;

import org.jspecify.annotations.NullMarked;
