import { PostgrestClient } from '@supabase/postgrest-js'
import { expect, expectTypeOf, test } from 'vitest'
import { createSupabaseBackend, type RpcClient } from '../../src/supabase/index.js'

/** A schema as `supabase gen types` writes it. */
interface Schema {
  public: {
    Tables: Record<string, never>
    Views: Record<string, never>
    Functions: {
      room_snapshot: { Args: { room: string; limit?: number }; Returns: unknown }
      set_cursor: { Args: { room: string; read_seq?: number }; Returns: unknown }
    }
  }
}

// supabase-js itself inherits `rpc` from this client; its own types need `skipLibCheck`.
test('a client of postgrest-js fits without a cast, typed or not', () => {
  expectTypeOf<PostgrestClient>().toExtend<RpcClient>()
  const typed = new PostgrestClient<Schema>('http://127.0.0.1:1')
  expect(createSupabaseBackend(typed)).toHaveProperty('snapshot')
})
