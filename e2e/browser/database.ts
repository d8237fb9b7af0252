import postgres from 'postgres'
import { productAddresses } from './one-stack.js'

/** Works in the product's database. */
export async function withDatabase(work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(productAddresses().databaseUrl, { max: 1 })
  try {
    await work(sql)
  } finally {
    await sql.end()
  }
}

/** Fills a room with numbered lines of one of its people; the oldest may say something else. */
export async function fillRoom(
  room: string,
  name: string,
  count: number,
  first = 'line 1',
): Promise<void> {
  await withDatabase(async (sql) => {
    await sql`
    insert into messages (room_id, user_id, content)
    select r.id, p.id, case n when 1 then ${first} else 'line ' || n end
      from chat_rooms r, profiles p, generate_series(1, ${count}) n
     where r.name = ${room}
       and p.id in (select user_id from room_participants where room_id = r.id)
       and p.display_name = ${name}
     order by n`
  })
}
