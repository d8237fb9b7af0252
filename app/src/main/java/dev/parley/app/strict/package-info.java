/// Reads what people write, and says exactly where they slipped.
///
/// [dev.parley.app.strict.StrictJsonObject] is one JSON object: what is missing has a default, what is wrong is
/// refused with its path, its value and what it must be, and what nobody asked for is refused with the
/// name that was probably meant. Nothing here is safe for several threads.
@NullMarked
package dev.parley.app.strict;

import org.jspecify.annotations.NullMarked;
