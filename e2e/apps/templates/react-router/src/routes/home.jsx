import { settingsFrom } from '@parley/react/provider'
import { messagesOf } from '../messages'
import { Room } from '../room'

const settings = settingsFrom(import.meta.env)

export async function loader({ request }) {
  const room = new URL(request.url).searchParams.get('room')
  return { room, messages: await messagesOf(room, settings) }
}

export default function Home({ loaderData: { room, messages } }) {
  return (
    <main>
      <Room roomId={room} initialMessages={messages} settings={settings} />
    </main>
  )
}
