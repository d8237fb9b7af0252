/** What the server said instead of an answer. */
export class Refused extends Error {
  constructor(status, reason) {
    super(reason)
    this.status = status
  }
}

let token = ''

/** Sends this token with every request from now on; it is kept nowhere but in this page. */
export function useToken(text) {
  token = text
}

/** Says whether a token was entered. */
export function hasToken() {
  return token !== ''
}

async function request(path, options) {
  const headers = { ...(options.headers ?? {}) }
  if (token !== '') headers['Authorization'] = `Bearer ${token}`
  const response = await fetch(path, {
    ...options,
    headers,
    cache: 'no-store',
    signal: AbortSignal.timeout(5000),
  })
  if (!response.ok) throw new Refused(response.status, (await response.text()).trim())
  return response.json()
}

/** Asks for data. */
export function get(path, parameters = {}) {
  const query = new URLSearchParams(parameters).toString()
  return request(query === '' ? path : `${path}?${query}`, {})
}

/** Publishes an event. */
export function publish(event) {
  return request('api/events', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(event),
  })
}
