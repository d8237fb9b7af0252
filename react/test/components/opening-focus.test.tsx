import { render } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStage } from '../core/harness.js'
import { preparePage, type RoomPage } from './room-page.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

let page: Omit<RoomPage, 'view'>

beforeEach(() => {
  page = preparePage(createStage())
})

test('the cursor is in the composer when a room opens, if the app wants it', async () => {
  render(page.element({ autoFocus: true }))

  await page.pass(100)

  expect(document.activeElement).toBe(page.field())
})

test('a room takes no focus unasked', async () => {
  render(page.element())

  await page.pass(100)

  expect(document.activeElement).toBe(document.body)
})

test('on touch no keyboard comes up by itself', async () => {
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: query === '(pointer: coarse)' }))
  render(page.element({ autoFocus: true }))

  await page.pass(100)

  expect(document.activeElement).toBe(document.body)
})

test.each(['input', 'textarea', 'dialog'])(
  'a room that opens leaves the focus in a %s',
  async (name) => {
    const elsewhere = document.createElement(name)
    elsewhere.tabIndex = 0
    elsewhere.setAttribute('open', '')
    document.body.append(elsewhere)
    elsewhere.focus()
    render(page.element({ autoFocus: true }))

    await page.pass(100)

    expect(document.activeElement).toBe(elsewhere)
    elsewhere.remove()
  },
)
