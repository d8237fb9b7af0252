import { get, hasToken, Refused, useToken } from './api.js'
import { channelList } from './channel-list.js'
import { channelView } from './channel-view.js'
import { showConnections } from './connection-list.js'
import { byId, fill, make } from './dom.js'
import { eventForm } from './event-form.js'
import { showOverview } from './overview.js'

const INTERVAL_MILLIS = 1000

const appChoice = byId('app')
const form = eventForm({ app: () => appChoice.value, onSent: refreshNow })
const list = channelList({ onChoose: open, onQuestion: refreshNow })
const view = channelView({
  onWatch: open,
  onClose: () => {
    open('')
  },
})

/** What the address names after the `#`, so that a view may be bookmarked. */
const wanted = new URLSearchParams(location.hash.slice(1))

let timer
let running = false
let again = false

function open(name) {
  view.open(name)
  list.choose(name)
  if (name !== '') form.aim(name)
  note()
  refreshNow()
}

function note() {
  const parts = new URLSearchParams({ app: appChoice.value || (wanted.get('app') ?? '') })
  if (view.name() !== '') parts.set('channel', view.name())
  history.replaceState(null, '', `#${parts.toString()}`)
}

function status(state, text) {
  const place = byId('status')
  if (place.textContent === text) return
  place.dataset['state'] = state
  place.textContent = text
}

function showApps(apps) {
  const ids = apps.map((app) => app.id)
  const shown = [...appChoice.options].map((option) => option.value)
  if (ids.join('\n') === shown.join('\n')) return
  const before = appChoice.value
  fill(
    appChoice,
    apps.map((app) => make('option', { value: app.id }, app.enabled ? app.id : `${app.id} (off)`)),
  )
  const busiest = apps.toSorted((a, b) => b.connections - a.connections)[0]?.id
  const choice = [before, wanted.get('app'), busiest].find((id) => ids.includes(id))
  if (choice !== undefined) appChoice.value = choice
}

function showToken(overview) {
  const state = byId('token-state')
  byId('token-form').hidden = !overview.mayPublish
  if (!hasToken()) state.textContent = ''
  else state.textContent = overview.authorized ? 'accepted' : 'not accepted'
}

async function refresh() {
  const overview = await get('api/overview')
  showApps(overview.apps)
  showToken(overview)
  form.allow(overview)
  const app = overview.apps.find((candidate) => candidate.id === appChoice.value)
  if (app === undefined) return
  showOverview(overview, app)
  const name = view.name()
  const [channels, connections, channel] = await Promise.all([
    get('api/channels', { app: app.id, ...list.question() }),
    get('api/connections', { app: app.id, limit: '100' }),
    name === ''
      ? undefined
      : get('api/channel', { app: app.id, name, after: String(view.after()) }),
  ])
  list.show(channels)
  showConnections(connections, Date.parse(overview.now))
  if (channel !== undefined) view.show(channel)
  status('live', `Live, port ${overview.port}`)
}

/** Asks for everything once; never twice at the same time. */
async function tick() {
  if (running) {
    again = true
    return
  }
  running = true
  clearTimeout(timer)
  try {
    if (!document.hidden) await refresh()
  } catch (error) {
    status('lost', error instanceof Refused ? error.message : 'The server does not answer')
  }
  running = false
  timer = setTimeout(tick, again ? 0 : INTERVAL_MILLIS)
  again = false
}

function refreshNow() {
  void tick()
}

appChoice.addEventListener('change', () => {
  open('')
})
if (wanted.has('channel')) open(wanted.get('channel'))
byId('token-form').addEventListener('submit', (submit) => {
  submit.preventDefault()
  useToken(byId('token').value.trim())
  refreshNow()
})
document.addEventListener('visibilitychange', refreshNow)
refreshNow()
