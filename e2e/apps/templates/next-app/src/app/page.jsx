import { Suspense } from 'react'
import { messagesOf } from '../messages'
import { Room } from '../room'

const project = {
  supabaseUrl: process.env.NEXT_PUBLIC_SUPABASE_URL,
  supabaseAnonKey: process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY,
}

async function AskedRoom({ searchParams }) {
  const { room } = await searchParams
  return <Room roomId={room} initialMessages={await messagesOf(room, project)} />
}

export default function Page({ searchParams }) {
  return (
    <main>
      <Suspense fallback={<p>One moment</p>}>
        <AskedRoom searchParams={searchParams} />
      </Suspense>
    </main>
  )
}
