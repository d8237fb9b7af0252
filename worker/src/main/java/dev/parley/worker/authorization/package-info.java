/// Who may listen to a channel: the endpoints that pusher-js asks before it subscribes or signs in.
///
/// [AuthorizationRoutes] is the entry. A caller is who its access token says; what it may do is asked
/// from the database, as that person, in `authorize_channel`. There is no rule of access in here.
/// Everything runs on the request's own virtual thread.
@NullMarked
package dev.parley.worker.authorization;

import org.jspecify.annotations.NullMarked;
