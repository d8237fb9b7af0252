import { useState } from 'react'
import { messageOf } from './message-of.js'

/** Something a person set off: whether it still runs and why it failed. */
export interface Task {
  readonly isBusy: boolean
  readonly problem: string | undefined
  /** Runs `work` unless something runs already. */
  readonly run: (work: () => Promise<void>) => void
}

export function useTask(): Task {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const run = (work: () => Promise<void>): void => {
    if (isBusy) {
      return
    }
    setBusy(true)
    setProblem(undefined)
    work()
      .catch((error: unknown) => {
        setProblem(messageOf(error))
      })
      .finally(() => {
        setBusy(false)
      })
  }
  return { isBusy, problem, run }
}
