import type { Clock } from '../clock.js'
import type { Environment } from '../environment.js'
import type { Backend, Realtime } from '../transport.js'
import type { RoomAction } from './reduce.js'
import type { RoomStoreState } from './room-store-state.js'

/** What the parts of a room store work with. */
export interface RoomContext {
  readonly roomId: string
  readonly backend: Backend
  readonly realtime: Realtime
  readonly clock: Clock
  readonly environment: Environment
  readonly state: () => RoomStoreState
  readonly dispatch: (action: RoomAction) => void
}
