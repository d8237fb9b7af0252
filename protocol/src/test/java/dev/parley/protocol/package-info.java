/// Tests of names, ids, identities and signatures.
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
