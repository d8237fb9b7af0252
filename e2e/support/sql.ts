import postgres from 'postgres'
import { onTestFinished } from 'vitest'
import type { Addresses } from './addresses.js'

/** Opens a connection to the product's own database, as its owner, until the test is done. */
export function sqlOf(addresses: Addresses): postgres.Sql {
  const sql = openSql(addresses)
  onTestFinished(() => sql.end({ timeout: 2 }))
  return sql
}

/** Opens a connection that the caller ends. */
export function openSql(addresses: Addresses): postgres.Sql {
  return postgres(addresses.databaseUrl, {
    max: 1,
    connect_timeout: 5,
    onnotice: () => undefined,
  })
}
