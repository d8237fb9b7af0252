/// What the operating system tells and does: processes with their processor time and memory, the cores
/// they may use, and how many files may be open.
@NullMarked
package dev.parley.bench.host;

import org.jspecify.annotations.NullMarked;
