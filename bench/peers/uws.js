/** A bare topic server on uWebSockets.js: what a Pusher-shaped fan-out costs without signatures, checks and limits. */

import { Buffer } from 'node:buffer'

import uws from 'uWebSockets.js'

const greeting =
  '{"event":"pusher:connection_established","data":"{\\"socket_id\\":\\"1.1\\",\\"activity_timeout\\":120}"}'
const maxPublishBytes = 1 << 20

const app = uws.App()

app.ws('/app/:key', {
  idleTimeout: 960,
  maxBackpressure: 1 << 20,
  closeOnBackpressureLimit: true,
  open: (socket) => socket.send(greeting),
  message: (socket, text) => {
    const { event, data } = JSON.parse(Buffer.from(text).toString())
    if (event === 'pusher:subscribe') {
      socket.subscribe(data.channel)
      const confirmation = {
        event: 'pusher_internal:subscription_succeeded',
        channel: data.channel,
        data: '{}',
      }
      socket.send(JSON.stringify(confirmation))
    }
  },
})

app.post('/publish/:channel', (response, request) => {
  const channel = request.getParameter(0)
  let body
  response.onAborted(() => undefined)
  response.onData((chunk, isLast) => {
    if (body === undefined && isLast) {
      app.publish(channel, chunk)
    } else {
      body = Buffer.concat([body ?? Buffer.alloc(0), Buffer.from(chunk)])
      if (body.length > maxPublishBytes) return response.close()
      if (!isLast) return
      app.publish(channel, body)
    }
    response.end('{}')
  })
})

app.listen(process.env.HOST, Number(process.env.PORT), (listening) => {
  if (!listening) throw new Error(`cannot listen on ${process.env.HOST}:${process.env.PORT}`)
})
