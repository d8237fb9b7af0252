/// Clients without a screen: [HeadlessClients] runs the real `@parley/react/core` in Node.js
/// (`trials/src/test/js/headless-clients.js`) on a gateway and a Pusher-compatible server, and remembers
/// what each client showed.
///
/// One thread reads what Node.js reports.
@NullMarked
package dev.parley.trials.client;

import org.jspecify.annotations.NullMarked;
