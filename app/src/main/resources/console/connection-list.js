import { age, byId, fill, make, number, show } from './dom.js'

function row(connection, now) {
  const named = connection.channels.join(', ')
  const more = connection.subscriptions > connection.channels.length ? ', …' : ''
  return make(
    'tr',
    {},
    make('td', { class: 'mono' }, connection.id),
    make('td', { class: 'mono' }, connection.address),
    make('td', {}, connection.user ?? '–'),
    make('td', { class: 'number' }, age(now - Date.parse(connection.since))),
    make('td', { class: 'number', title: named + more }, number(connection.subscriptions)),
  )
}

/** Shows some of an app's connections. */
export function showConnections({ total, connections }, now) {
  fill(
    byId('connections'),
    connections.map((connection) => row(connection, now)),
  )
  byId('connections-count').textContent =
    total > connections.length ? `${connections.length} of ${number(total)}` : number(total)
  const empty = byId('connections-empty')
  show(empty, connections.length === 0)
  show(byId('connections').closest('.scroll'), connections.length > 0)
  empty.textContent =
    'Nobody is connected. Open your app, or any Pusher client, with this server’s host and port.'
}
