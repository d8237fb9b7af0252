import { expect, test } from '@playwright/test'
import type postgres from 'postgres'
import { violations } from './axe.js'
import { withDatabase } from './database.js'
import { Guest, leaveAll } from './guest.js'

test.afterEach(leaveAll)

const unique = (name: string): string => `${name} ${crypto.randomUUID().slice(0, 8)}`

/** As a fresh database is: strangers are invited, not added. */
async function withConsent(work: () => Promise<void>): Promise<void> {
  await withDatabase(async (sql) => {
    await sql`update parley.settings set direct_adding = false`
    try {
      await work()
    } finally {
      await sql`update parley.settings set direct_adding = true`
    }
  })
}

/** Makes a room of two and returns its id. */
async function roomOfTwo(sql: postgres.Sql, name: string, people: readonly string[]) {
  const [room] = await sql<{ id: string }[]>`
    insert into chat_rooms (name, created_by)
    select ${name}, id from profiles where display_name = ${people[0] ?? ''} returning id`
  const id = room?.id ?? ''
  await sql`
    insert into room_participants (room_id, user_id)
    select ${id}, id from profiles where display_name in ${sql(people)} on conflict do nothing`
  return id
}

test('a message in the last of many rooms is told of at once', async ({ browser }) => {
  const [ada, bob] = [
    await Guest.arrive(browser, unique('Ada')),
    await Guest.arrive(browser, unique('Bob')),
  ]
  const last = unique('Last')
  // The list that is asked for every ten seconds would find it too.
  await bob.context.addInitScript(() => {
    const set = window.setInterval.bind(window)
    window.setInterval = ((run: TimerHandler, ms?: number) =>
      ms === 10_000 ? 0 : set(run, ms)) as typeof window.setInterval
  })
  await withDatabase(async (sql) => {
    const room = await roomOfTwo(sql, last, [ada.name, bob.name])
    for (let n = 1; n < 25; n++) {
      await roomOfTwo(sql, unique('Room'), [ada.name, bob.name])
    }
    await bob.page.reload()
    const links = bob.roomList.getByRole('link')
    await expect(links).toHaveCount(25)
    await expect(links.last()).toContainText(last)
    // Whoever listens hears what comes from here on.
    await bob.page.waitForLoadState('networkidle')

    await sql`
      insert into messages (room_id, user_id, content)
      select ${room}, id, 'is anybody here?' from profiles where display_name = ${ada.name}`

    await expect(bob.room(last).getByText('1 unread')).toBeAttached()
    await expect(bob.room(last)).toContainText('is anybody here?')
    await expect(links.first()).toContainText(last)
  })
  expect(bob.complaints).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`who is invited comes in and talks: ${colorScheme}`, async ({ browser }) => {
    await withConsent(async () => {
      const narrow = { viewport: { width: 320, height: 640 }, colorScheme } as const
      const room = unique('Room')
      const other = unique('Another room with quite a long name')
      const ada = await Guest.arrive(browser, unique('Ada'), narrow)
      const bob = await Guest.arrive(browser, unique('Bob'), narrow)
      await expect(bob.invitations).toHaveCount(0)
      for (const name of [room, other]) {
        await ada.closeRoom()
        await ada.createRoom(name, 'private')
        await ada.addPerson(bob.name, 'Invited')
      }

      await expect(bob.answer('Accept', room)).toBeVisible({ timeout: 15_000 })
      await expect(bob.answer('Accept', other)).toBeVisible({ timeout: 15_000 })
      await expect(bob.invitations.getByText(`${ada.name} invites you`)).toHaveCount(2)
      await expect(bob.room(room)).toHaveCount(0)
      await bob.page.screenshot({ path: `test-results/invitations-${colorScheme}.png` })
      expect.soft(await violations(bob.page)).toEqual([])
      const overflow = await bob.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect.soft(overflow).toBe(0)

      await bob.answer('Decline', other).focus()
      await bob.page.keyboard.press('Enter')
      await expect(bob.answer('Decline', other)).toHaveCount(0)
      await expect(bob.roomList).toBeFocused()
      await bob.answer('Accept', room).focus()
      await bob.page.keyboard.press('Enter')
      await bob.isIn(room)
      await bob.say('thank you')
      await ada.closeRoom()
      await ada.openRoom(room)
      await expect(ada.message('thank you')).toBeVisible()
      await bob.closeRoom()
      await expect(bob.invitations).toHaveCount(0)
      await expect(bob.room(other)).toHaveCount(0)
      expect([...ada.complaints, ...bob.complaints]).toEqual([])
    })
  })
}
