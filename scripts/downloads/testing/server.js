import { createServer } from 'node:http'

/**
 * Starts a server on a free port of this machine, which counts what it is asked.
 *
 * @param {import('node:test').TestContext} t ends it
 * @param {(path: string, response: import('node:http').ServerResponse) => void} answer
 */
export const serve = async (t, answer) => {
  const asked = []
  const server = createServer((request, response) => {
    asked.push(request.url)
    answer(request.url, response)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  t.after(close)
  return { url: `http://127.0.0.1:${server.address().port}`, asked, close }
}
