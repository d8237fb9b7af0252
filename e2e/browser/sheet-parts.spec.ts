import { expect, test } from '@playwright/test'
import { differences, lookOf } from '../support/computed-look.js'
import { hostSheets } from '../support/host-sheets.js'
import { builds, copyRoom, show } from './copied-room.js'
import { leaveAll } from './guest.js'

let markup: string

test.beforeAll(async ({ browser }) => {
  markup = await copyRoom(browser)
  await leaveAll({ browser })
})
test.afterEach(leaveAll)

for (const [host, theirs] of Object.entries(hostSheets)) {
  test(`${host}: changes no part of a room`, async ({ page }) => {
    await show(page, markup)
    const expected = await lookOf(page)

    for (const [build, ours] of Object.entries(builds)) {
      for (const sheets of [
        [theirs, ours],
        [ours, theirs],
      ]) {
        await show(page, markup, { sheets })
        const order = sheets[0] === ours ? 'after' : 'before'
        expect
          .soft(differences(expected, await lookOf(page)), `${order} ours, ${build}`)
          .toEqual([])
      }
    }
  })
}
