/// What the worker's routes have in common: forms, JSON answers, and answers to browsers of
/// any origin.
///
/// Everything runs on the request's own virtual thread.
@NullMarked
package dev.parley.worker.http;

import org.jspecify.annotations.NullMarked;
