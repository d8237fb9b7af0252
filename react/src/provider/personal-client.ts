import {
  ChatError,
  createChatClient,
  type Backend,
  type ChatClient,
  type Clock,
  type Device,
  type Realtime,
} from '../core/index.js'
import { given } from '../core/given.js'
import { createLazyBackend, createLazyRealtime } from './lazy-transport.js'

/** What one person talks through. */
export interface Connection {
  readonly backend: Backend
  /** Connects when first asked. */
  readonly realtime: () => Promise<Realtime>
  readonly close: () => void
}

/** A client of one person, or of nobody: there before its connection, and not after it was closed. */
export interface PersonalClient {
  readonly client: ChatClient
  /** Whether it was opened or has failed, and so belongs to somebody. */
  readonly isTaken: () => boolean
  readonly open: (connection: Connection) => void
  /** Answers every request with an error. */
  readonly fail: (error: ChatError) => void
  /** Ends subscriptions; nothing is sent any more, so that no words go out under another name. */
  readonly close: () => void
}

export function createPersonalClient(clock: Clock, device?: Device | null): PersonalClient {
  let settle: (connection: Promise<Connection>) => void = () => undefined
  let connection = new Promise<Connection>((resolve) => {
    settle = resolve
  })
  // Whoever asks is told of a failure; that nobody asks is no fault.
  connection.catch(() => undefined)
  let taken = false
  let close = (): void => undefined
  let realtime: Promise<Realtime> | undefined

  const findRealtime = (): Promise<Realtime> => {
    if (realtime === undefined) {
      const finding = connection.then((open) => open.realtime())
      realtime = finding
      finding.catch(() => {
        realtime = undefined
      })
    }
    return realtime
  }

  const fail = (error: ChatError): void => {
    const failed = Promise.reject<Connection>(error)
    failed.catch(() => undefined)
    taken = true
    settle(failed)
    connection = failed
    realtime = undefined
  }

  const client = createChatClient({
    backend: createLazyBackend(async () => (await connection).backend),
    realtime: createLazyRealtime(findRealtime),
    clock,
    ...given({ device }),
  })

  return {
    client,
    isTaken: () => taken,
    open: (opened) => {
      taken = true
      close = opened.close
      settle(Promise.resolve(opened))
    },
    fail,
    close: () => {
      // First, so that what waits is not kept as refused.
      client.close()
      close()
      fail(
        new ChatError('reach the server', 'this person is no longer signed in here', {
          code: 401,
          retryable: false,
        }),
      )
    },
  }
}
