/* global Bun, Response */
/** A bare topic server on Bun: what a Pusher-shaped fan-out costs without signatures, checks and limits. */

const greeting =
  '{"event":"pusher:connection_established","data":"{\\"socket_id\\":\\"1.1\\",\\"activity_timeout\\":120}"}'

Bun.serve({
  hostname: process.env.HOST,
  port: Number(process.env.PORT),
  async fetch(request, server) {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/publish/')) {
      server.publish(pathname.slice('/publish/'.length), await request.text())
      return new Response('{}')
    }
    return server.upgrade(request) ? undefined : new Response('', { status: 404 })
  },
  websocket: {
    idleTimeout: 960,
    backpressureLimit: 1 << 20,
    closeOnBackpressureLimit: true,
    open: (socket) => void socket.send(greeting),
    message: (socket, text) => {
      const { event, data } = JSON.parse(text)
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
  },
})
