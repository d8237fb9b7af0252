import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
} from '@playwright/test'
import { productAddresses } from './one-stack.js'

/** Closes every page, so that those of one test do not go on working beside the next. */
export async function leaveAll({ browser }: { readonly browser: Browser }): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()))
}

/** Somebody at the demo page, in a browser context of their own. All selectors of the page are here. */
export class Guest {
  readonly name: string
  readonly page: Page
  readonly context: BrowserContext
  /** Errors of the console, of scripts and of the content security policy. */
  readonly complaints: string[] = []

  private constructor(name: string, context: BrowserContext, page: Page) {
    this.name = name
    this.context = context
    this.page = page
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.complaints.push(`${message.type()}: ${message.text()}`)
      }
    })
    page.on('pageerror', (error) => {
      this.complaints.push(`thrown: ${error.message}`)
    })
  }

  /** Opens the page in a new context, not signed in. */
  static async open(
    browser: Browser,
    name: string,
    options: BrowserContextOptions = {},
  ): Promise<Guest> {
    const context = await browser.newContext({
      baseURL: productAddresses().web,
      ...options,
    })
    const guest = new Guest(name, context, await context.newPage())
    await guest.page.goto('/')
    await expect(guest.nameField).toBeVisible()
    return guest
  }

  /** Opens the page and signs in by name. */
  static async arrive(
    browser: Browser,
    name: string,
    options: BrowserContextOptions = {},
  ): Promise<Guest> {
    const guest = await Guest.open(browser, name, options)
    await guest.signIn()
    return guest
  }

  /** Opens an address in another tab of this guest's browser; the same one unless told which. */
  async openTab(address = this.page.url()): Promise<Guest> {
    const tab = new Guest(this.name, this.context, await this.context.newPage())
    await tab.page.goto(address)
    await expect(tab.log).toBeVisible()
    return tab
  }

  /** Closes this tab; the others stay. */
  async closeTab(): Promise<void> {
    await this.page.close()
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out' }).click()
    await expect(this.nameField).toBeVisible()
  }

  async signIn(): Promise<void> {
    await this.nameField.fill(this.name)
    await this.nameField.press('Enter')
    await expect(this.roomList).toBeVisible()
  }

  get nameField(): Locator {
    return this.page.getByRole('textbox', { name: 'Your name' })
  }

  get roomList(): Locator {
    return this.page.getByRole('navigation', { name: 'Rooms' })
  }

  get log(): Locator {
    return this.page.getByRole('log', { name: 'Messages' })
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true })
  }

  room(name: string): Locator {
    return this.roomList.getByRole('link', { name })
  }

  /** The message in the log that consists of this text; not one that quotes it. */
  message(text: string): Locator {
    const body = this.page.locator('.cr-body').getByText(text, { exact: true })
    return this.log.getByRole('article').filter({ has: body })
  }

  /** What shows that the server has an own message: sent, and by then perhaps delivered or read. */
  stored(text: string): Locator {
    return this.message(text).getByText(/^(?:Sent|Delivered|Read by .+)$/)
  }

  /** What of the pattern each message in the log has, from top to bottom. */
  async texts(pattern: RegExp): Promise<string[]> {
    const all = await this.log.getByRole('article').allInnerTexts()
    return all.flatMap((text) => pattern.exec(text)?.[0] ?? [])
  }

  /** Scrolls the log so far from its end, again while the list still goes to its end by itself. */
  async scrollUp(pixels: number): Promise<void> {
    await expect(async () => {
      const distance = await this.log.evaluate(async (log, wanted) => {
        const end = (): number => log.scrollHeight - log.clientHeight
        log.scrollTop = end() - wanted
        for (let frame = 0; frame < 3; frame++) {
          await new Promise(requestAnimationFrame)
        }
        return end() - log.scrollTop
      }, pixels)
      expect(distance).toBeGreaterThan(pixels / 2)
    }).toPass({ timeout: 15_000 })
  }

  /** The line that says that somebody types; names in sentences are isolated from their direction. */
  typing(name: string): Locator {
    return this.page.getByText(`\u2068${name}\u2069 is typing`, { exact: true })
  }

  async createRoom(name: string, visibility: 'private' | 'public'): Promise<void> {
    await this.roomList.getByRole('button', { name: 'New room' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'New room' })
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    const choice = dialog.getByRole('radio', { name: new RegExp(`^${visibility}`, 'i') })
    await choice.press('Space') // the sheet draws the choice in place of the button
    await expect(choice).toBeChecked()
    await dialog.getByRole('button', { name: 'Create room' }).click()
    await this.isIn(name)
  }

  async openRoom(name: string): Promise<void> {
    await this.room(name).click()
    await this.isIn(name)
  }

  /** Goes back to the list, as the browser's own button does. */
  async closeRoom(): Promise<void> {
    await this.page.goto('/#/')
    await expect(this.log).toBeHidden()
  }

  /** Enters a public room from the list. */
  async joinRoom(name: string): Promise<void> {
    await this.roomList.getByRole('button', { name: `Join ${name}` }).click()
    await this.isIn(name)
    await expect(this.composer).toBeVisible()
  }

  get invitations(): Locator {
    return this.roomList.getByRole('region', { name: 'Invitations' })
  }

  /** The button that accepts or declines an invitation. */
  answer(answer: 'Accept' | 'Decline', room: string): Locator {
    return this.invitations.getByRole('button', {
      name: `${answer} the invitation to \u2068${room}\u2069`,
    })
  }

  /** Leaves the open room for good. */
  async leaveRoom(): Promise<void> {
    await this.page.getByRole('button', { name: 'Leave room' }).click()
    const dialog = this.page.getByRole('dialog', { name: /^Leave/ })
    await dialog.getByRole('button', { name: 'Leave room' }).click()
    await expect(dialog).toBeHidden()
  }

  /** Adds somebody to the open private room, or invites who shares no room with this guest. */
  async addPerson(name: string, outcome: 'Added' | 'Invited' = 'Added'): Promise<void> {
    await this.page.getByRole('button', { name: 'Add people' }).click()
    const dialog = this.page.getByRole('dialog', { name: /^Add people/ })
    await dialog.getByRole('searchbox', { name: 'Name' }).fill(name)
    await dialog.getByRole('button', { name: `Add ${name}` }).click()
    await expect(dialog.getByRole('status').getByText(outcome)).toBeVisible()
    await this.page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  }

  async isIn(room: string): Promise<void> {
    await expect(this.page.getByRole('heading', { name: room })).toBeVisible()
    await expect(this.log).toBeVisible()
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.composer.press('Enter')
  }

  /** Opens the list of people and returns the entry of one of them. */
  async person(name: string): Promise<Locator> {
    const people = this.page.getByRole('dialog', { name: 'People' })
    if (!(await people.isVisible())) {
      await this.page.getByRole('button', { name: /^Show people/ }).click()
    }
    return people.getByRole('listitem').filter({ hasText: name })
  }

  /** Waits until the list of people says that this one is online, and closes it. */
  async seesOnline(name: string): Promise<void> {
    const person = await this.person(name)
    await expect(person.getByText('online', { exact: true })).toBeAttached({ timeout: 15_000 })
    await this.closePeople()
  }

  async closePeople(): Promise<void> {
    await this.page.keyboard.press('Escape')
  }

  /** Closes the browser. */
  async close(): Promise<void> {
    await this.context.close()
  }
}

/** A name for a room that nobody else has. */
export const roomName = (): string => `Room ${crypto.randomUUID().slice(0, 8)}`

/** Two people in a new room that both may write in. */
export async function twoInRoom(
  browser: Browser,
  names: readonly [string, string] = ['Ada', 'Bob'],
): Promise<{ ada: Guest; bob: Guest; room: string }> {
  const room = roomName()
  const ada = await Guest.arrive(browser, names[0])
  await ada.createRoom(room, 'public')
  const bob = await Guest.arrive(browser, names[1])
  await bob.joinRoom(room)
  return { ada, bob, room }
}
