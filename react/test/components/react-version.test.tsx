import { version } from 'react'
import { version as domVersion } from 'react-dom'
import { expect, inject, test } from 'vitest'

test('the tests run with the React they are meant to', () => {
  expect(version.startsWith(`${inject('react')}.`)).toBe(true)
  expect(domVersion).toBe(version)
})
