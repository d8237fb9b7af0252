/// The command line: what a person types and reads.
///
/// The one package that writes to standard output and error. [dev.parley.app.command.ParleyCommand]
/// is its entry; the classes named `...Command` are one command each.
@NullMarked
package dev.parley.app.command;

import org.jspecify.annotations.NullMarked;
