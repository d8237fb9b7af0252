import { Suspense } from 'react'
import { createClient } from '@/lib/supabase-server'
import { Room } from './room'

interface Props {
  params: Promise<{ id: string }>
}

export default function Page(props: Props) {
  return (
    <main className="room">
      <Suspense fallback={<p>Loading messages</p>}>
        <RoomOfThisMoment {...props} />
      </Suspense>
    </main>
  )
}

/** What the room is like now, for this reader. From here on the browser fetches what came after. */
async function RoomOfThisMoment({ params }: Props) {
  const { id } = await params
  const supabase = await createClient()
  const [{ data: snapshot }, { data: session }] = await Promise.all([
    supabase.rpc('room_snapshot', { room: id }), // null where the reader may not read
    supabase.auth.getClaims(),
  ])
  const claims = session?.claims
  return (
    <Room
      roomId={id}
      initialMessages={snapshot}
      currentUser={claims ? { id: claims.sub, user_metadata: claims.user_metadata } : null}
    />
  )
}
