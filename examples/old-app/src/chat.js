// The chat from before Parley, which knows nothing of it: it selects, inserts, and hears `room-{id}`.

import { isIn, join, leave, me, room, signIn } from './membership.js'
import { pusher } from './pusher.js'
import { supabase } from './supabase.js'

const page = Object.fromEntries(
  ['room', 'log', 'say', 'sign-in', 'join', 'leave'].map((id) => [id, document.getElementById(id)]),
)
const show = (...ids) => {
  for (const id of ['log', 'say', 'sign-in', 'join', 'leave']) page[id].hidden = !ids.includes(id)
}

const names = new Map()
async function nameOf(user_id) {
  if (!names.has(user_id)) {
    const { data } = await supabase.from('profiles').select('name').eq('id', user_id).maybeSingle()
    names.set(user_id, data?.name ?? 'Somebody')
  }
  return names.get(user_id)
}

const shown = new Set()
async function showMessage({ id, user_id, content }) {
  if (shown.has(id)) return
  shown.add(id)
  const line = document.createElement('li')
  const author = document.createElement('b')
  page.log.append(line)
  author.textContent = await nameOf(user_id)
  line.append(author, ' ', content)
  line.scrollIntoView()
}

async function showNotice(user_id, happened) {
  const line = document.createElement('li')
  line.className = 'notice'
  page.log.append(line)
  line.textContent = `${await nameOf(user_id)} ${happened}`
  line.scrollIntoView()
}

const { id: room_id, name } = await room()
page.room.textContent = name

async function open() {
  const user = await me()
  if (user === null) return show('sign-in')
  if (!(await isIn(room_id, user.id))) return show('join')

  show('log', 'say', 'leave')
  const channel = pusher.subscribe(`room-${room_id}`)
  channel.bind('new-message', showMessage)
  channel.bind('user-joined', ({ user_id }) => showNotice(user_id, 'joined'))
  channel.bind('user-left', ({ user_id }) => showNotice(user_id, 'left'))

  const { data } = await supabase
    .from('messages')
    .select('id, user_id, content')
    .eq('room_id', room_id)
    .order('created_at')
  for (const message of data) await showMessage(message)
}

function close() {
  pusher.unsubscribe(`room-${room_id}`)
  page.log.replaceChildren()
  shown.clear()
  show('join')
}

page['sign-in'].onsubmit = async (event) => {
  event.preventDefault()
  await signIn(new FormData(event.target).get('name'))
  await open()
}

page.join.onclick = async () => {
  await join(room_id, (await me()).id)
  await open()
}

page.leave.onclick = async () => {
  await leave(room_id, (await me()).id)
  close()
}

page.say.onsubmit = async (event) => {
  event.preventDefault()
  const content = new FormData(event.target).get('content')
  event.target.reset()
  const { data, error } = await supabase
    .from('messages')
    .insert({ room_id, user_id: (await me()).id, content })
    .select()
    .single()
  if (error) throw error
  await showMessage(data)
}

await open()
