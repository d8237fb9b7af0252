import { ChatError, errorCodes } from '../chat-error.js'
import type { Clock } from '../clock.js'

/** Settles as `work` does, or rejects once `ms` milliseconds have passed. */
export function withDeadline<T>(
  clock: Clock,
  ms: number,
  attempted: string,
  work: Promise<T>,
  asked = 'the server',
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => {
      reject(
        new ChatError(attempted, `${asked} did not answer within ${ms / 1000} s`, {
          code: errorCodes.timeout,
          retryable: true,
        }),
      )
    })
    work.then(resolve, reject).finally(cancel)
  })
}
