export { createSupabaseBackend } from './create-supabase-backend.js'
export { createTokenRenewals, type TokenClient } from './create-token-renewals.js'
export type { RpcClient } from './rpc-client.js'
