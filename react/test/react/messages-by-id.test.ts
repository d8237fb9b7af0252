import { expect, test } from 'vitest'
import { messagesById } from '../../src/react/messages-by-id.js'
import { ada, bob, createStage, seedMessages } from '../core/harness.js'

test('messages are indexed once for all who look one up in the same rows', () => {
  const { room, say, sit } = createStage()
  say(bob, 'one')
  say(ada, 'two')
  const { rows } = sit(ada, { initial: seedMessages(room) }).view()

  expect(messagesById(rows).get('said-2')?.message.content).toBe('two')
  expect(messagesById(rows).get('said-3')).toBeUndefined()
  expect(messagesById(rows)).toBe(messagesById(rows))
})
