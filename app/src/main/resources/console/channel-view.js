import { byId, fill, make, number, show } from './dom.js'

const MOST_EVENTS = 50

function read(frame) {
  try {
    const { event, data } = JSON.parse(frame)
    return {
      name: String(event),
      data: typeof data === 'string' ? data : JSON.stringify(data ?? null),
    }
  } catch {
    return { name: 'cut off', data: frame }
  }
}

function line({ at, frame, whole }) {
  const { name, data } = read(frame)
  const time = make(
    'time',
    { datetime: at, class: 'quiet' },
    new Date(at).toLocaleTimeString('en-GB'),
  )
  const head = make('div', { class: 'line' }, make('span', {}, name), time)
  return make('li', {}, head, make('pre', {}, whole ? data : `${data} …`))
}

function fact(label, value) {
  return make('div', {}, make('dt', {}, label), make('dd', {}, value))
}

/** One channel: who is there, and what was sent since somebody began to watch. */
export function channelView({ onWatch, onClose }) {
  let name = ''
  let last = 0
  let events = []

  function draw() {
    const watching = name !== ''
    byId('channel-title').textContent = watching ? name : 'Channel'
    show(byId('channel-body'), watching)
    show(byId('channel-close'), watching)
    show(byId('channel-type'), false)
    show(byId('channel-empty'), !watching)
    show(byId('watch-form'), !watching)
    show(byId('events-empty'), events.length === 0)
    fill(byId('events'), events.map(line))
  }

  byId('watch-form').addEventListener('submit', (submit) => {
    submit.preventDefault()
    onWatch(byId('watch-name').value.trim())
  })
  byId('channel-close').addEventListener('click', onClose)
  draw()

  return {
    name: () => name,
    after: () => last,
    open: (other) => {
      name = other
      last = 0
      events = []
      draw()
      byId('channel-title').focus({ preventScroll: false })
    },
    show: (channel) => {
      if (channel.name !== name) return
      const type = byId('channel-type')
      show(type, channel.type !== undefined)
      type.textContent = channel.type ?? ''
      const facts = [fact('Subscriptions', number(channel.subscriptions ?? 0))]
      if (channel.type?.startsWith('presence')) facts.push(fact('Users', number(channel.users)))
      if (channel.type?.includes('cache'))
        facts.push(fact('Remembers an event', channel.remembers ? 'yes' : 'no'))
      fill(byId('channel-facts'), facts)
      show(byId('members-part'), channel.members.length > 0)
      byId('members-count').textContent =
        channel.members.length < (channel.users ?? 0) ? `first ${channel.members.length}` : ''
      fill(
        byId('members'),
        channel.members.map((member) => make('li', {}, member)),
      )
      if (channel.events.length === 0) return
      last = channel.events.at(-1).number
      events = [...channel.events.toReversed(), ...events].slice(0, MOST_EVENTS)
      show(byId('events-empty'), false)
      fill(byId('events'), events.map(line))
    },
  }
}
