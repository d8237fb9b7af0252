import { hasToken, publish, Refused } from './api.js'
import { byId, show } from './dom.js'

function note(text, bad) {
  const place = byId('creator-note')
  place.textContent = text
  place.className = bad ? 'bad' : 'quiet'
}

/** Marks a field and says what is wrong with it. */
function complain(field, text) {
  field.setAttribute('aria-invalid', 'true')
  field.focus()
  note(text, true)
}

function isJson(text) {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The form that sends an event as the app's backend would. */
export function eventForm({ app, onSent }) {
  const channel = byId('event-channel')
  const name = byId('event-name')
  const data = byId('event-data')

  async function send() {
    for (const field of [channel, name, data]) field.removeAttribute('aria-invalid')
    if (channel.value.trim() === '') return complain(channel, 'Name the channel.')
    if (name.value.trim() === '') return complain(name, 'Name the event.')
    if (!isJson(data.value)) return complain(data, 'The data is not JSON. A text needs quotes.')
    try {
      await publish({
        app: app(),
        channel: channel.value.trim(),
        name: name.value.trim(),
        data: JSON.stringify(JSON.parse(data.value)),
      })
      note(`Sent at ${new Date().toLocaleTimeString('en-GB')}.`, false)
      onSent()
    } catch (error) {
      note(error instanceof Refused ? error.message : 'The server did not answer.', true)
    }
  }

  byId('creator').addEventListener('submit', (submit) => {
    submit.preventDefault()
    void send()
  })

  return {
    /** Proposes a channel. */
    aim: (other) => {
      channel.value = other
    },
    /** Opens the form for who may use it, and tells the others what they need. */
    allow: (overview) => {
      const closed = byId('creator-closed')
      show(byId('creator'), overview.authorized)
      show(closed, !overview.authorized)
      if (overview.authorized) return
      if (!overview.mayPublish) {
        closed.textContent =
          'This console only looks. Set CHANNELS_ADMIN_TOKEN and restart to send events from here.'
      } else if (hasToken()) closed.textContent = 'The server does not know this admin token.'
      else closed.textContent = 'Enter the admin token at the top of the page to send events.'
    },
  }
}
