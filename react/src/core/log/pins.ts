import type { Pin } from '../entities.js'

/** What is pinned in a room, in the order in which it was pinned. */
export type Pins = readonly Pin[]

/** Adds a pin as the last one. */
export function putPin(pins: Pins, pin: Pin): Pins {
  return [...dropPin(pins, pin.messageId), pin]
}

export function dropPin(pins: Pins, id: string): Pins {
  const kept = pins.filter(({ messageId }) => messageId !== id)
  return kept.length === pins.length ? pins : kept
}
