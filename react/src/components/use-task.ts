'use client'

import { useCallback, useState } from 'react'
import { ChatError } from '../react/index.js'
import { useReason } from './use-reason.js'

/** Something a button begins. */
export interface Task {
  readonly isBusy: boolean
  /** Why the last try failed, in words. */
  readonly problem: string | undefined
  readonly run: (work: () => Promise<void>) => void
}

/** Runs one thing at a time for a button and keeps what went wrong. */
export function useTask(): Task {
  const reason = useReason()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const run = useCallback(
    (work: () => Promise<void>) => {
      setBusy(true)
      setProblem(undefined)
      work().then(
        () => {
          setBusy(false)
        },
        (thrown: unknown) => {
          setBusy(false)
          setProblem(thrown instanceof ChatError ? reason(thrown) : String(thrown))
        },
      )
    },
    [reason],
  )
  return { isBusy, problem, run }
}
