/// The door for [database webhooks](https://supabase.com/docs/guides/database/webhooks).
///
/// [WebhookRoute] is the entry. In `forward` mode [Forwarder] turns the rows it is told about straight
/// into events: all that works with no database to read, and no better than the webhooks themselves,
/// which are sent once or not at all. In the other modes a webhook only wakes the source of changes.
@NullMarked
package dev.parley.worker.webhook;

import org.jspecify.annotations.NullMarked;
