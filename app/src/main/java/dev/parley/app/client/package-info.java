/// What an app needs to reach a Parley: addresses and keys, as [dev.parley.app.client.ClientSettings].
///
/// The same settings are given out twice: as an [dev.parley.app.client.EnvFormat] to a developer, and as
/// `config.json`, without the secrets, to the demo page. Immutable.
@NullMarked
package dev.parley.app.client;

import org.jspecify.annotations.NullMarked;
