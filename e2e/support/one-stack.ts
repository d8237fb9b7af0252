import type { TestProject } from 'vitest/node'
import { Stack } from '../stack.js'
import type { Addresses, Place } from './addresses.js'

declare module 'vitest' {
  export interface ProvidedContext {
    addresses: Addresses
    place: Place
    dotenv: string
    /** Address of the mails that are not sent, as JSON. */
    mails: string
  }
}

/** Starts the one product that all test files share, and stops it when the last is done. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await Stack.start()
  project.provide('place', stack.place)
  project.provide('addresses', await stack.addresses())
  project.provide('dotenv', await stack.env())
  project.provide('mails', `${shownMails(stack.output)}.json`)
  return () => stack.destroy()
}

/** Finds the page of the mails where a developer does: in what the start says. */
function shownMails(output: string): string {
  const [address] = /http:\S+\/mails\/\S+/.exec(output) ?? []
  if (address === undefined) {
    throw new Error(`unable to find the mails; the product wrote:\n${output}`)
  }
  return address
}
