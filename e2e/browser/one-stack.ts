import { Stack } from '../stack.js'

/** The variable that hands the page's address from here to the tests. */
export const pageVariable = 'PARLEY_PAGE'

async function start(): Promise<() => Promise<void>> {
  const stack = await Stack.start()
  process.env[pageVariable] = (await stack.addresses()).web
  return () => stack.destroy()
}

// eslint-disable-next-line no-restricted-syntax -- Playwright takes a default export only
export default start
