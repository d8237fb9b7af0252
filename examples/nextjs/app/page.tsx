import Link from 'next/link'
import { Suspense } from 'react'
import { createClient } from '@/lib/supabase-server'

export default function Page() {
  return (
    <main className="rooms">
      <h1>Rooms</h1>
      <Suspense fallback={<p>Loading rooms</p>}>
        <Rooms />
      </Suspense>
    </main>
  )
}

async function Rooms() {
  const supabase = await createClient()
  const { data, error } = await supabase
    .from('chat_rooms')
    .select('id, name, description')
    .order('created_at')
  if (error) throw error
  return (
    <ul>
      {data.map(({ id, name, description }) => (
        <li key={id}>
          <Link href={`/rooms/${id}`}>
            <b>{name}</b>
            {description}
          </Link>
        </li>
      ))}
    </ul>
  )
}
