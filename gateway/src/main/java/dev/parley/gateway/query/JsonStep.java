// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

/// One step into a JSON value: `->key`, `->>key`, `->0`.
///
/// @param asText whether the step gives text (`->>`) and not JSON (`->`)
/// @param key name of a member, or digits
/// @param isIndex whether the key is a place in an array
public record JsonStep(boolean asText, String key, boolean isIndex) {}
