/// The admin port: health, metrics, and the console through which people look into a running channels
/// server.
///
/// [dev.parley.app.admin.AdminRoutes] is the entry. Every request is a virtual thread of its own;
/// whatever is shared is thread-safe. Nothing here shows a secret, and nothing but `POST /api/events`
/// changes anything.
@NullMarked
package dev.parley.app.admin;

import org.jspecify.annotations.NullMarked;
