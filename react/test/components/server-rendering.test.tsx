import { render } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { bob, createStage } from '../core/harness.js'
import { preparePage } from './room-page.js'

afterEach(() => {
  vi.restoreAllMocks()
  document.body.replaceChildren()
})

test('a server renders the messages it was given, with times everybody would read the same', () => {
  const stage = createStage()
  stage.say(bob, 'from the server')
  const page = preparePage(stage)

  const html = renderToString(
    page.element({ initialMessages: stage.room.snapshot(50), locale: undefined }),
  )

  expect(html).toContain('from the server')
  expect(html).toContain('<time dateTime="2026-11-23T12:00:00.000Z"')
  expect(html).toContain('12:00')
  expect(html).not.toContain('<style')
})

test('bare rows of the messages table will do', () => {
  const stage = createStage()
  stage.say(bob, 'a row')
  const page = preparePage(stage)

  const html = renderToString(page.element({ initialMessages: stage.room.messages() }))

  expect(html).toContain('a row')
})

test('a browser takes the markup over without a word of complaint and goes live', async () => {
  const stage = createStage()
  stage.say(bob, 'from the server')
  const snapshot = stage.room.snapshot(50)
  const container = document.createElement('div')
  document.body.append(container)
  container.innerHTML = renderToString(preparePage(stage).element({ initialMessages: snapshot }))
  const before = container.querySelector('article')
  stage.say(bob, 'meanwhile')
  const complaints = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]
  const page = preparePage(stage)

  const view = render(page.element({ initialMessages: snapshot }), { container, hydrate: true })
  await page.pass(2000)

  expect(complaints.flatMap((spy) => spy.mock.calls)).toEqual([])
  expect(container.querySelector('article')).toBe(before)
  expect(page.articles().map((article) => article.textContent)).toEqual([
    expect.stringContaining('from the server'),
    expect.stringContaining('meanwhile'),
  ])
  view.unmount()
  await page.pass(5000)
  expect(stage.server.subscriptions(stage.room.id)).toBe(0)
})
