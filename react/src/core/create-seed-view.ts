import type { RoomSeed } from './room-store.js'
import type { RoomView } from './room-view.js'
import { seededState } from './room/room-store-state.js'
import { memo } from './view/structural-sharing.js'
import { createViewBuilder } from './view/view.js'

/**
 * Makes a function that returns the view of a seed alone, with days in UTC: what a server renders
 * and a browser hydrates, whatever is known of the room elsewhere. Always the same object.
 */
export function createSeedView(seed: RoomSeed): () => RoomView {
  return memo(() => createViewBuilder('UTC').view(seededState(seed)))
}
