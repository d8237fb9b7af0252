import type { Tabs } from './device.js'

const prefix = 'parley:tab:'

/** The browser's tabs by its locks, each of which ends with the page that holds it, however that ends. */
export function createBrowserTabs(locks: LockManager): Tabs {
  return {
    enter: (tab) =>
      new Promise((resolve, reject) => {
        const untilLeft = () =>
          new Promise<void>((leave) => {
            resolve(leave)
          })
        locks.request(prefix + tab, untilLeft).catch(reject)
      }),
    alone: (userId, work) =>
      locks.request(`parley:adopt:${userId}`, async () => {
        const { held = [] } = await locks.query()
        await work(new Set(held.map(({ name = '' }) => name.slice(prefix.length))))
      }),
  }
}
