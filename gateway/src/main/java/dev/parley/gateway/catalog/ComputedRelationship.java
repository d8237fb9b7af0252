// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.catalog;

/// A function that takes a row of one table and returns rows of another: a relationship without a
/// foreign key, as [PostgREST's computed
/// relationships](https://docs.postgrest.org/en/v14/references/api/resource_embedding.html#computed-relationships).
///
/// @param function name of the function, and of the relationship
/// @param from table whose row it takes
/// @param to table whose rows it returns
/// @param many whether it may return more than one
public record ComputedRelationship(String function, String from, String to, boolean many) {}
