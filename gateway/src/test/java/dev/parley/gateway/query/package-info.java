/// The grammar of query strings, case by case.
@NullMarked
package dev.parley.gateway.query;

import org.jspecify.annotations.NullMarked;
