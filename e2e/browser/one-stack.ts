import type { Addresses } from '../support/addresses.js'
import { Stack } from '../stack.js'

/** The variable that hands the product's addresses from here to the tests. */
const variable = 'PARLEY_ADDRESSES'

/** Returns where the product that all tests share answers. */
export function productAddresses(): Addresses {
  const text = process.env[variable]
  if (text === undefined) {
    throw new Error('unable to find the product; it was not started')
  }
  return JSON.parse(text) as Addresses
}

async function start(): Promise<() => Promise<void>> {
  const stack = await Stack.start()
  process.env[variable] = JSON.stringify(await stack.addresses())
  return () => stack.destroy()
}

// eslint-disable-next-line no-restricted-syntax -- Playwright takes a default export only
export default start
