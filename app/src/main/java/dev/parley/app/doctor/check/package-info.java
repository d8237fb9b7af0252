/// What a check is and what it finds. [Check] is the entry; the packages beside this one hold the checks.
@NullMarked
package dev.parley.app.doctor.check;

import org.jspecify.annotations.NullMarked;
