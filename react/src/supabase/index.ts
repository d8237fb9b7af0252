export { createSupabaseBackend } from './create-supabase-backend.js'
export type { RpcClient } from './rpc-client.js'
