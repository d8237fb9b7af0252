import { useSession } from '@parley/react/react'
import { useEffect, useState } from 'react'
import { supabase } from './supabase'

interface Room {
  id: string
  name: string
}

/** The rooms that the reader may see, and a field to open another. */
export function Rooms({ chosen }: { chosen: string | undefined }) {
  const session = useSession()
  const [rooms, setRooms] = useState<Room[]>([])
  const [problem, setProblem] = useState<string>()

  const reader = session?.kind === 'signed-in' ? session.user.id : undefined
  useEffect(() => {
    const leave = new AbortController()
    supabase
      .from('chat_rooms')
      .select('id, name')
      .order('created_at')
      .abortSignal(leave.signal)
      .then(({ data, error }) => {
        if (leave.signal.aborted) return
        setRooms(data ?? [])
        setProblem(error?.message)
      })
    return () => leave.abort()
  }, [reader, chosen])

  async function open(form: FormData) {
    const { data, error } = await supabase.rpc('create_room', {
      name: form.get('name'),
      visibility: 'public',
    })
    setProblem(error?.message)
    if (data) location.hash = data.id
  }

  return (
    <nav className="rooms" aria-label="Rooms">
      <h1>Rooms</h1>
      <ul>
        {rooms.map(({ id, name }) => (
          <li key={id}>
            <a href={`#${id}`} aria-current={id === chosen ? 'page' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
      {problem !== undefined && <p role="alert">{problem}</p>}
      {reader !== undefined && (
        <form action={open}>
          <input name="name" aria-label="Name of a new room" placeholder="New room" required />
          <button>Open</button>
        </form>
      )}
    </nav>
  )
}
