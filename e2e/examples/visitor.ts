import { type Browser, expect, type Locator, type Page } from '@playwright/test'

/** Somebody with a browser of their own at an example. */
export class Visitor {
  readonly page: Page
  /** Errors and warnings of the console and of scripts. */
  readonly complaints: string[] = []

  private constructor(page: Page) {
    this.page = page
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.complaints.push(`${message.type()}: ${message.text()}`)
      }
    })
    page.on('pageerror', (error) => this.complaints.push(`thrown: ${error.message}`))
  }

  static async open(browser: Browser, url: string): Promise<Visitor> {
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    const visitor = new Visitor(await context.newPage())
    await visitor.page.goto(url)
    return visitor
  }

  /**
   * Waits until the `<ChatRoom>` is connected as whoever is signed in. Browsers warn of every socket that is
   * closed before it is open, as that of a visitor is who signs in at once.
   */
  async connected(): Promise<void> {
    await expect(this.page.locator('.cr-room')).toHaveAttribute('data-connection', 'connected')
  }

  /** Signs in by the form of the example. */
  async signIn(name: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'Your name' })
    await field.fill(name)
    await field.press('Enter')
    await expect(field).toBeHidden()
  }

  get log(): Locator {
    return this.page.getByRole('log', { name: 'Messages' })
  }

  /** The messages of a `<ChatRoom>` that consist of this text. */
  message(text: string): Locator {
    return this.log.getByRole('article').filter({ has: this.page.getByText(text, { exact: true }) })
  }

  async join(): Promise<void> {
    await this.page.getByRole('button', { name: 'Join' }).click()
    await expect(this.composer).toBeVisible()
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true })
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.composer.press('Enter')
  }
}
