/** What may happen to what is on its way. Chances go from 0, never, to 1, always. */
export interface Faults {
  /** An event is lost. */
  drop: number
  /** An event comes twice. */
  repeat: number
  /** Longest random delay of an event in milliseconds; different delays change the order. */
  delay: number
  /** A request fails before the server sees it. */
  failRequest: number
  /** The server acts on a request, but its answer is lost. */
  loseAnswer: number
  /** Longest random delay of a request, and of its answer, in milliseconds. */
  requestDelay: number
}

export function noFaults(): Faults {
  return { drop: 0, repeat: 0, delay: 0, failRequest: 0, loseAnswer: 0, requestDelay: 0 }
}
