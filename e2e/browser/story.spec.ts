import { expect, test } from '@playwright/test'
import { violations } from './axe.js'
import { withDatabase } from './database.js'
import { Guest, leaveAll, roomName } from './guest.js'

test.afterEach(leaveAll)

async function openMenu(guest: Guest, text: string): Promise<void> {
  await guest.message(text).getByText(text, { exact: true }).click({ button: 'right' })
}

/** Chooses from the menu of a message. */
async function choose(guest: Guest, text: string, item: string): Promise<void> {
  await openMenu(guest, text)
  await guest.page.getByRole('menuitem', { name: item, exact: true }).click()
}

/** Lets somebody look after a room. */
async function makeModerator(room: string, name: string): Promise<void> {
  await withDatabase(async (sql) => {
    await sql`
    update room_participants set role = 'moderator'
     where room_id in (select id from chat_rooms where name = ${room})
       and user_id in (select id from profiles where display_name = ${name})`
  })
}

const looks = [
  { colorScheme: 'light', dir: 'ltr', width: 1280 },
  { colorScheme: 'dark', dir: 'rtl', width: 360 },
] as const

for (const { colorScheme, dir, width } of looks) {
  test(`two people and a moderator plan an evening, ${colorScheme}, ${dir}, ${width} px`, async ({
    browser,
  }, testInfo) => {
    test.setTimeout(180_000)
    const room = roomName()
    const arrive = (name: string): Promise<Guest> =>
      Guest.arrive(browser, name, { colorScheme, viewport: { width, height: 720 } })
    const ada = await arrive('Ada')
    await ada.createRoom(room, 'public')
    const bob = await arrive('Bob')
    await bob.joinRoom(room)
    const cara = await arrive('Cara')
    await cara.joinRoom(room)
    await makeModerator(room, 'Cara')
    const all = [ada, bob, cara]
    const turn = ({ page }: Guest): Promise<void> =>
      page.evaluate((way) => {
        document.documentElement.dir = way
      }, dir)
    await Promise.all(all.map(turn))

    // Formatting, and an edit.
    await ada.say('Dinner at **eight**?')
    await expect(bob.log.locator('strong')).toHaveText('eight')
    await ada.composer.press('ArrowUp')
    await ada.page.getByRole('textbox', { name: 'Edit message' }).fill('Dinner at **nine**?')
    await ada.page.keyboard.press('Enter')
    await expect(bob.log.locator('strong')).toHaveText('nine')
    await expect(cara.log.getByText('edited')).toBeVisible()

    // A reaction.
    await ada.say('At the harbour')
    await openMenu(bob, 'At the harbour')
    await bob.page.getByRole('menuitemcheckbox', { name: /👍/ }).click()
    await expect(ada.log.getByRole('button', { name: /👍.*Bob/ })).toBeVisible()

    // A reply, and a mention chosen from the list.
    await choose(cara, 'At the harbour', 'Reply')
    await cara.say('I know a place there')
    await expect(
      ada.message('I know a place there').getByRole('button', { name: /In reply to You/ }),
    ).toBeVisible()
    await bob.composer.pressSequentially('Will you book, @ca')
    await bob.page.keyboard.press('Enter')
    await bob.page.keyboard.press('Enter')
    await expect(cara.log.locator('.cr-mention[data-own="true"]')).toHaveText('@Cara')

    // Nothing typed is lost: a text begun, and a message that waits.
    await bob.composer.fill('I bring the')
    await bob.page.reload()
    await turn(bob)
    await expect(bob.composer).toHaveValue('I bring the')
    await bob.context.setOffline(true)
    await bob.say('I bring the wine')
    await expect(bob.message('I bring the wine').getByText('Waiting')).toBeAttached()
    await bob.context.setOffline(false)
    await expect(ada.message('I bring the wine')).toHaveCount(1, { timeout: 30_000 })

    // The moderator deletes what does not belong here, and speaks to everybody.
    await bob.say('Buy cheap watches')
    await expect(cara.message('Buy cheap watches')).toBeVisible()
    await choose(cara, 'Buy cheap watches', 'Delete')
    await cara.page.getByRole('menuitem', { name: 'Delete for everyone' }).click()
    await expect(bob.message('This message was deleted')).toBeVisible()
    await cara.say('@room see you at nine')
    await expect(ada.log.locator('.cr-mention[data-own="true"]')).toHaveText('@room')

    // What was said is found, and gone to.
    await ada.page.getByRole('button', { name: 'Search messages' }).click()
    await ada.page.getByRole('searchbox', { name: 'Search messages' }).fill('harb')
    const results = ada.page.getByRole('search', { name: 'Search messages' }).getByRole('listitem')
    await expect(results).toHaveCount(1)
    for (const guest of all) {
      expect(await violations(guest.page)).toEqual([])
      await guest.page.screenshot({ path: testInfo.outputPath(`${guest.name}.png`) })
    }
    await results.getByRole('button').click()
    await expect(ada.message('At the harbour')).toBeInViewport()
    // The browser itself complains of Bob's time without a network.
    expect([...ada.complaints, ...cara.complaints]).toEqual([])
  })
}
