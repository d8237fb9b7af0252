import type { RoomAction } from './reduce.js'

/** Work outside the state that follows from certain actions. */
export interface Effect {
  /** The actions after which it runs, if they changed the state. */
  readonly answers: readonly RoomAction['kind'][]
  /** Compares the state with what was done for it; does nothing when nothing is left to do. */
  readonly run: () => void
}

/**
 * Makes a function that runs the effects of an action. Actions that effects dispatch are answered
 * afterwards, in rounds.
 *
 * @param effects those that there are at the moment
 * @param settled called once every action is answered
 */
export function createEffectRunner(
  effects: () => readonly Effect[],
  settled: () => void,
): (kind: RoomAction['kind']) => void {
  let unanswered = new Set<RoomAction['kind']>()
  let running = false
  return (kind) => {
    unanswered.add(kind)
    if (running) {
      return
    }
    running = true
    while (unanswered.size > 0) {
      const kinds = unanswered
      unanswered = new Set()
      for (const { answers, run } of effects()) {
        if (answers.some((answered) => kinds.has(answered))) {
          run()
        }
      }
    }
    running = false
    settled()
  }
}
