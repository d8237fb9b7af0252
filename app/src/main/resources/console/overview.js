import { byId, fill, make, number, rate, show } from './dom.js'
import { sparkline } from './sparkline.js'

const SERIES = [
  ['published', 'Published', 'events/s'],
  ['delivered', 'Delivered', 'messages/s'],
  ['received', 'Received', 'from clients/s'],
]

function card(label, value, unit, drawing) {
  const text = make('dd', {}, value, ' ', make('small', {}, unit))
  const box = make('div', {}, make('dt', {}, label), text)
  if (drawing !== undefined) box.append(drawing)
  return box
}

function rows(counts, prefix) {
  return Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .map(([reason, count]) =>
      make(
        'tr',
        {},
        make('td', {}, `${prefix}${reason.replaceAll('_', ' ')}`),
        make('td', { class: 'number' }, number(count)),
      ),
    )
}

/** Shows an app's numbers, the rates of the server, and why connections ended. */
export function showOverview(overview, app) {
  const cards = [
    card('Connections', number(app.connections), app.connections === 1 ? 'socket' : 'sockets'),
    card('Channels', number(app.channels), 'with somebody'),
    card('Signed in', number(app.users), app.users === 1 ? 'user' : 'users'),
  ]
  for (const [name, label, unit] of SERIES) {
    const samples = overview.rates[name] ?? []
    cards.push(card(label, rate(samples.at(-1) ?? 0), unit, sparkline(samples)))
  }
  fill(byId('numbers'), cards)
  const reasons = [...rows(overview.refused, 'refused: '), ...rows(overview.closed, 'closed: ')]
  fill(byId('refusals'), reasons)
  show(byId('refusals').closest('.scroll'), reasons.length > 0)
  show(byId('refusals-empty'), reasons.length === 0)
}
