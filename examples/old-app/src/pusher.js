import Pusher from 'pusher-js'

const env = import.meta.env
const host = env.VITE_PUSHER_HOST

export const pusher = new Pusher(env.VITE_PUSHER_KEY, {
  cluster: env.VITE_PUSHER_CLUSTER ?? '',
  // a server of one's own, where there is one
  ...(host && {
    wsHost: host,
    wsPort: Number(env.VITE_PUSHER_PORT),
    wssPort: Number(env.VITE_PUSHER_PORT),
    forceTLS: env.VITE_PUSHER_TLS === 'true',
    enabledTransports: ['ws'],
  }),
})
