/// `parley doctor`: walks the way of a message through a deployment, looks at everything that can be
/// wrong on it, and names the cure.
///
/// [Doctor] is the entry. It knows the order of the checks and nothing of what they look at; the packages
/// below hold them, one for each part of the way. Everything runs on the caller's thread.
@NullMarked
package dev.parley.app.doctor;

import org.jspecify.annotations.NullMarked;
