import { isFields, texts } from '../core/wire/values.js'

/** What is used of a supabase-js or postgrest-js client, which the app makes and signs in. */
export interface RpcClient {
  /**
   * Calls a function of the database by name with named arguments. The parameters are `never` so
   * that clients typed with any schema fit; what comes back is checked when it comes.
   */
  readonly rpc: (name: never, args: never) => PromiseLike<unknown>
}

/** An answer of PostgREST. */
export interface RpcResponse {
  readonly data: unknown
  readonly error: RpcError | undefined
  /** HTTP status; 0 when there was no answer. */
  readonly status: number
}

export interface RpcError {
  readonly message: string
  /** SQL state, such as `PT403`. */
  readonly code?: string
  /** The database's stable word for the reason, such as `muted`. */
  readonly hint?: string
}

/** What supabase-js returns for a call that was not sent yet. */
function isAbortable(
  call: unknown,
): call is { readonly abortSignal: (signal: AbortSignal) => unknown } {
  return (
    typeof call === 'object' &&
    call !== null &&
    'abortSignal' in call &&
    typeof call.abortSignal === 'function'
  )
}

/** Calls a function of the database. */
export async function callRpc(
  client: RpcClient,
  name: string,
  args: object,
  signal?: AbortSignal,
): Promise<RpcResponse | undefined> {
  const call: unknown = Reflect.apply(client.rpc, client, [name, args])
  const response: unknown = await (signal !== undefined && isAbortable(call)
    ? call.abortSignal(signal)
    : call)
  if (!isFields(response)) {
    return undefined
  }
  const { data, error, status } = response
  return {
    data,
    error: error == null ? undefined : readRpcError(error),
    status: typeof status === 'number' ? status : 0,
  }
}

/** Reads an error PostgREST answered or its client has thrown. */
export function readRpcError(error: unknown): RpcError {
  const fields = isFields(error) ? texts(error, ['message', 'code', 'hint']) : {}
  return { ...fields, message: fields.message ?? 'the reason is unknown' }
}
