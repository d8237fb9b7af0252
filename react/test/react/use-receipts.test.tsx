import { act, cleanup, render, screen } from '@testing-library/react'
import { Profiler, type ReactElement } from 'react'
import { afterEach, expect, test } from 'vitest'
import { createChatClient } from '../../src/core/index.js'
import { RoomProvider, useMessage, useReceipts } from '../../src/react/index.js'
import { ada, bob, createStage, cyd } from '../core/harness.js'

afterEach(cleanup)

/** Shows a part of Ada's room and counts how often it renders. */
async function show(usePart: () => string) {
  const stage = createStage({ members: [ada, bob, cyd] })
  const { clock, room, say, server } = stage
  say(ada, 'one')
  const client = createChatClient({ ...server.connect(ada.id), clock })
  let renders = 0
  function Part(): ReactElement {
    return <output>{usePart()}</output>
  }
  render(
    <RoomProvider client={client} roomId={room.id} currentUser={ada}>
      <Profiler
        id="part"
        onRender={() => {
          renders += 1
        }}
      >
        <Part />
      </Profiler>
    </RoomProvider>,
  )
  const pass = (ms: number) => act(() => clock.advance(ms))
  await pass(5000)
  return {
    ...stage,
    pass,
    renders: () => renders,
    text: () => screen.getByRole('status').textContent,
  }
}

const useStates = () =>
  useReceipts('said-1')
    .map(({ person, state }) => `${person.name} ${state}`)
    .join(', ')

test('receipts render again for their own message only', async () => {
  const { say, room, pass, renders, text } = await show(useStates)
  const before = renders()
  expect(text()).toBe('Bob sent, Cyd sent')

  say(bob, 'two')
  await pass(100)
  room.rename('Another name')
  await pass(100)
  room.setCursor(ada.id, { readSeq: 2 })
  await pass(100)
  expect(renders()).toBe(before)

  room.setCursor(cyd.id, { readSeq: 1 })
  await pass(100)
  expect(text()).toBe('Bob sent, Cyd read')
  expect(renders()).toBe(before + 1)
})

test('receipts tell what one member has received before the others have', async () => {
  const { room, pass, text } = await show(useStates)

  room.setCursor(cyd.id, { deliveredSeq: 1 })
  await pass(100)

  expect(text()).toBe('Bob sent, Cyd delivered')
})

test('a message renders again for its own changes only', async () => {
  const useContent = () => useMessage('said-1')?.message.content ?? 'nothing'
  const { say, room, pass, renders, text } = await show(useContent)
  const before = renders()

  say(bob, 'two')
  await pass(100)
  room.setCursor(ada.id, { readSeq: 2 })
  await pass(100)
  expect(renders()).toBe(before)

  room.edit('said-1', 'one, edited')
  await pass(100)
  expect(text()).toBe('one, edited')
  expect(renders()).toBe(before + 1)
})
