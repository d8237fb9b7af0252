export { createFakeClock, type FakeClock, type FakeClockOptions } from './fake-clock.js'
export type { Faults } from './faults.js'
export { networkFailure, refusal } from './refusal.js'
export { seededRandom } from './seeded-random.js'
export type { RequestHooks, RequestName } from './test-backend.js'
export { createTestDevice, type TestDevice, type TestTab } from './test-device.js'
export type { TestRoom } from './test-room.js'
export {
  createTestServer,
  type TestConnection,
  type TestEnvironment,
  type TestServer,
  type TestServerOptions,
} from './test-server.js'
