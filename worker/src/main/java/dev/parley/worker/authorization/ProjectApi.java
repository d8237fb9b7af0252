// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import java.net.URI;

/// The HTTP API of a Supabase project.
///
/// @param url the project's address, such as `https://project.supabase.co`
/// @param anonKey the project's public key
public record ProjectApi(URI url, String anonKey) {
    /// Returns the address of a function of the database.
    URI function(String name) {
        return URI.create(url + "/rest/v1/rpc/" + name);
    }

    /// Returns the address of rows of a table or view.
    ///
    /// @param query percent-encoded
    public URI rows(String table, String query) {
        return URI.create(url + "/rest/v1/" + table + "?" + query);
    }
}
