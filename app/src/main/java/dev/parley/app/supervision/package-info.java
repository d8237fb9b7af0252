/// Parts of the product that end by themselves are found and started again.
///
/// Its entry is [dev.parley.app.supervision.Supervisor]. Each part that is watched has a thread of its own,
/// because to start one may take half a minute and must not keep another down.
@NullMarked
package dev.parley.app.supervision;

import org.jspecify.annotations.NullMarked;
