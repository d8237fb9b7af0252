import { byId, fill, make, number, show } from './dom.js'

const HEADS = [
  ['name', 'Channel', ''],
  ['type', 'Type', ''],
  ['subscriptions', 'Subscriptions', 'number'],
  ['users', 'Users', 'number'],
]

/** The table of channels: filter, order, and the choice of one. */
export function channelList({ onChoose, onQuestion }) {
  let sort = 'subscriptions'
  let chosen = ''

  function drawHeads() {
    const heads = HEADS.map(([name, label, style]) => {
      const button = make('button', { type: 'button', id: `sort-${name}` }, label)
      button.addEventListener('click', () => {
        sort = name
        drawHeads()
        onQuestion()
      })
      const head = make('th', { scope: 'col', class: style }, button)
      if (sort === name) {
        head.setAttribute('aria-sort', style === 'number' ? 'descending' : 'ascending')
        button.append(style === 'number' ? ' ↓' : ' ↑')
      }
      return head
    })
    fill(byId('channel-heads'), heads)
  }

  function row(channel) {
    const button = make('button', { type: 'button', class: 'link', id: `open-${channel.name}` })
    button.append(channel.name)
    button.addEventListener('click', () => {
      onChoose(channel.name)
    })
    const type = make('span', { class: 'tag' }, channel.type.replaceAll('-', ' '))
    const cells = [
      make(
        'td',
        {},
        button,
        channel.remembers ? make('span', { class: 'quiet' }, ' remembers') : '',
      ),
      make('td', {}, type),
      make('td', { class: 'number' }, number(channel.subscriptions)),
      make(
        'td',
        { class: 'number' },
        channel.type.startsWith('presence') ? number(channel.users) : '–',
      ),
    ]
    const line = make('tr', {}, ...cells)
    if (channel.name === chosen) line.dataset['chosen'] = ''
    return line
  }

  byId('filter').addEventListener('input', onQuestion)
  drawHeads()

  return {
    question: () => ({ filter: byId('filter').value.trim(), sort, limit: '200' }),
    choose: (name) => {
      chosen = name
    },
    show: ({ total, channels }) => {
      fill(byId('channels'), channels.map(row))
      const more =
        total > channels.length ? `first ${channels.length} of ${number(total)}` : number(total)
      byId('channels-count').textContent = more
      const empty = byId('channels-empty')
      show(empty, channels.length === 0)
      show(byId('channels').closest('.scroll'), channels.length > 0)
      empty.textContent =
        byId('filter').value.trim() === ''
          ? 'No channel has a subscriber. Connect a client and subscribe; the channel appears here.'
          : 'No channel’s name contains this text.'
    },
  }
}
