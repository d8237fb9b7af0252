/// Checks of the worker's routes, and of the webhooks that call them.
@NullMarked
package dev.parley.app.doctor.worker;

import org.jspecify.annotations.NullMarked;
