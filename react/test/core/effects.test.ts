import { expect, test } from 'vitest'
import { createEffectRunner, type Effect } from '../../src/core/room/effects.js'

function create(effects: (dispatch: (kind: 'read' | 'typing') => void) => readonly Effect[]) {
  const done: string[] = []
  const run = createEffectRunner(
    () => effects(run),
    () => done.push('settled'),
  )
  return { done, run }
}

test('an effect runs after the actions it answers, and after no others', () => {
  const { done, run } = create(() => [
    { answers: ['event', 'read'], run: () => done.push('told') },
    { answers: ['asked'], run: () => done.push('sent') },
  ])

  run('typing')
  run('read')

  expect(done).toEqual(['settled', 'told', 'settled'])
})

test('an action that an effect dispatches is answered after the one before it', () => {
  const { done, run } = create((dispatch) => [
    {
      answers: ['event'],
      run: () => {
        done.push('event')
        dispatch('read')
      },
    },
    { answers: ['event'], run: () => done.push('second') },
    { answers: ['read'], run: () => done.push('read') },
  ])

  run('event')

  expect(done).toEqual(['event', 'second', 'read', 'settled'])
})
