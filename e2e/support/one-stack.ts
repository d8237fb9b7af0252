import type { TestProject } from 'vitest/node'
import { Stack } from '../stack.js'
import type { Addresses, Place } from './addresses.js'

declare module 'vitest' {
  export interface ProvidedContext {
    addresses: Addresses
    place: Place
    dotenv: string
  }
}

/** Starts the one product that all test files share, and stops it when the last is done. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await Stack.start()
  project.provide('place', stack.place)
  project.provide('addresses', await stack.addresses())
  project.provide('dotenv', await stack.env())
  return () => stack.destroy()
}
