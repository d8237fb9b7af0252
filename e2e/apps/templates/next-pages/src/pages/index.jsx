import { messagesOf } from '../messages'
import { Room } from '../room'

export async function getServerSideProps({ query }) {
  const messages = await messagesOf(query.room, {
    supabaseUrl: process.env.NEXT_PUBLIC_SUPABASE_URL,
    supabaseAnonKey: process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY,
  })
  return { props: { room: query.room, messages } }
}

export default function Page({ room, messages }) {
  return (
    <main>
      <Room roomId={room} initialMessages={messages} />
    </main>
  )
}
