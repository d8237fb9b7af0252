// A room without React: the store tells what to show, and this page draws it.

import { createChat, database } from './connect.js'

const page = Object.fromEntries(
  [...document.querySelectorAll('[id]')].map((element) => [element.id, element]),
)

const make = (tag, className, ...children) => {
  const element = document.createElement(tag)
  element.className = className
  element.append(...children)
  return element
}
const time = (iso) =>
  new Date(iso).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
const names = (people) => people.map(({ name }) => name).join(', ')

const draw = {
  date: ({ date }) => make('li', 'notice', new Date(date).toLocaleDateString()),
  unread: () => make('li', 'notice', 'New'),
  notice: ({ joined, left }) =>
    make(
      'li',
      'notice',
      [joined.length && `${names(joined)} joined`, left.length && `${names(left)} left`]
        .filter(Boolean)
        .join(', '),
    ),
  message: ({ message, author, own, status, readBy }) => {
    const fate = readBy.length > 0 ? `read by ${names(readBy)}` : status
    return make(
      'li',
      own ? 'message own' : 'message',
      make('b', 'author', author.name),
      make('span', 'text', message.content),
      make('small', 'when', own ? `${time(message.createdAt)}, ${fate}` : time(message.createdAt)),
    )
  },
}

/** A row that did not change is the same object as before, so it keeps its element. */
const drawn = new WeakMap()
const elementOf = (row) => {
  if (!drawn.has(row)) drawn.set(row, draw[row.kind](row))
  return drawn.get(row)
}

function show(view, store) {
  const isAtEnd = page.log.scrollHeight - page.log.scrollTop - page.log.clientHeight < 40
  page.name.textContent = view.room?.name ?? 'Chat'
  page.state.textContent =
    view.connection === 'connected' ? `${view.online.size} online` : view.connection
  page.rows.replaceChildren(...view.rows.map(elementOf))
  page.typing.textContent = view.typing.length > 0 ? `${names(view.typing)} is typing` : ''
  page.join.hidden = view.access !== 'joinable'
  page.say.hidden = !view.canSend
  if (isAtEnd) page.log.scrollTop = page.log.scrollHeight
  // What the reader has in view counts as read.
  store.seen({
    visible: document.visibilityState === 'visible',
    focused: document.hasFocus(),
    atEnd: isAtEnd,
  })
}

function open(roomId, user) {
  const store = createChat().room(roomId, {
    currentUser: { id: user.id, name: user.user_metadata.display_name ?? '' },
  })
  const update = () => show(store.get(), store)
  store.subscribe(update)
  store.retain()
  update()
  for (const event of ['focus', 'blur', 'visibilitychange']) addEventListener(event, update)

  page.log.onscroll = () => {
    if (page.log.scrollTop < 100 && store.get().hasOlder) store.loadOlder().catch(console.warn)
  }
  page.join.onsubmit = (event) => {
    event.preventDefault()
    store.join().catch(console.warn)
  }
  page.say.oninput = ({ target }) => store.typing(target.value !== '')
  page.say.onsubmit = (event) => {
    event.preventDefault()
    store.send(new FormData(page.say).get('content'))
    page.say.reset()
    page.log.scrollTop = page.log.scrollHeight
  }
}

async function start() {
  const { data } = await database.auth.getSession()
  page['sign-in'].hidden = data.session !== null
  if (data.session === null) return
  const asked = new URLSearchParams(location.search).get('room')
  const rooms = await database.from('chat_rooms').select('id').order('created_at').limit(1)
  open(asked ?? rooms.data[0].id, data.session.user)
}

page['sign-in'].onsubmit = async (event) => {
  event.preventDefault()
  const display_name = new FormData(page['sign-in']).get('name')
  const { error } = await database.auth.signInAnonymously({ options: { data: { display_name } } })
  if (error) throw error
  await start()
}

await start()
