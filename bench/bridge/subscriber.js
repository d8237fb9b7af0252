/**
 * Real Pusher clients: told by its first line of input where to connect and to which channels, it prints
 * `ready`, then a line for every message: the number in its text, and when it came by the clock that
 * Java's `System.nanoTime()` reads as well.
 */

import process from 'node:process'
import { createInterface } from 'node:readline'
import { setInterval } from 'node:timers'

import Pusher from 'pusher-js'

const CHANNELS_PER_CLIENT = 10
const BETWEEN_LINES_MS = 100
const MARKER = /^~PARLEY~(\d{8})/

let received = []
setInterval(() => {
  if (received.length > 0) process.stdout.write(received.join(''))
  received = []
}, BETWEEN_LINES_MS)

const note = ({ content }) => {
  const now = process.hrtime.bigint()
  const number = MARKER.exec(content)?.[1]
  if (number !== undefined) received.push(`${number} ${now}\n`)
}

const subscribe = (client, name) =>
  new Promise((resolve, reject) => {
    const channel = client.subscribe(name)
    channel.bind('new-message', note)
    channel.bind('pusher:subscription_succeeded', resolve)
    channel.bind('pusher:subscription_error', (error) => reject(new Error(JSON.stringify(error))))
  })

const start = async ({ host, port, key, channels }) => {
  const subscriptions = []
  for (let first = 0; first < channels.length; first += CHANNELS_PER_CLIENT) {
    const client = new Pusher(key, {
      cluster: '',
      wsHost: host,
      wsPort: port,
      forceTLS: false,
      enabledTransports: ['ws'],
      disableStats: true,
    })
    const names = channels.slice(first, first + CHANNELS_PER_CLIENT)
    subscriptions.push(...names.map((name) => subscribe(client, name)))
  }
  await Promise.all(subscriptions)
  process.stdout.write('ready\n')
}

const input = createInterface({ input: process.stdin })
input.once('line', (line) => void start(JSON.parse(line)))
input.once('close', () => process.exit(0))
