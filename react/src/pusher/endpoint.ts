import { isFields, texts } from '../core/wire/values.js'
import { withStatus } from './wire.js'

/** How long a request may take, in milliseconds. */
const patience = 10_000

/** An endpoint of the worker, or of the app, that signs what pusher-js asks for. */
export interface EndpointOptions {
  /** Address that is posted to. */
  readonly endpoint: string
  /** Asked once for each request, so that a renewed access token is used. */
  readonly headers?: () =>
    Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>
  /** The environment's own `fetch` when absent. */
  readonly fetch?: typeof fetch
}

/** Why something was not signed. Its message ends in the status, since pusher-js passes on nothing else. */
export class RefusedError extends Error {
  readonly status: number

  constructor(status: number, body: unknown) {
    const { error } = isFields(body) ? texts(body, ['error']) : {}
    super(withStatus(error ?? 'the server refused', status))
    this.name = 'RefusedError'
    this.status = status
  }
}

/** Posts a form and returns what was answered; rejects with a `RefusedError` when that is a refusal. */
export async function post(
  { endpoint, headers = () => ({}), fetch: send = fetch }: EndpointOptions,
  form: URLSearchParams,
): Promise<unknown> {
  const response = await send(endpoint, {
    method: 'POST',
    headers: await headers(),
    body: form,
    signal: AbortSignal.timeout(patience),
  })
  const body: unknown = await response.json().catch(() => undefined)
  if (!response.ok) {
    throw new RefusedError(response.status, body)
  }
  return body
}

/** The error that pusher-js is given for whatever was thrown. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('the server cannot be reached')
}
