import type { Clock } from '../clock.js'
import type { Environment } from '../environment.js'
import type { Backend, Realtime } from '../transport.js'
import type { RoomAction } from './reduce.js'
import type { RoomState } from './room-state.js'

/** What the parts of a room store work with. */
export interface RoomContext {
  readonly roomId: string
  readonly backend: Backend
  readonly realtime: Realtime
  readonly clock: Clock
  readonly environment: Environment
  readonly state: () => RoomState
  readonly dispatch: (action: RoomAction) => void
}
