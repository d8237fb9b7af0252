/**
 * What a reader's own app brings along: the names that an example may use without saying where they
 * come from, each with its real type.
 */
const world: Readonly<Record<string, string>> = {
  supabase: "declare const supabase: import('@supabase/supabase-js').SupabaseClient",
  pusher: "declare const pusher: import('pusher-js').default",
  Pusher: "import Pusher from 'pusher-js'",
  key: 'declare const key: string',
  cluster: 'declare const cluster: string',
  token: 'declare const token: () => string',
  process: `declare const process: { readonly env: { ${[
    'NEXT_PUBLIC_SUPABASE_URL',
    'NEXT_PUBLIC_SUPABASE_ANON_KEY',
    'NEXT_PUBLIC_PUSHER_KEY',
    'PUSHER_SECRET',
  ]
    .map((name) => `readonly ${name}?: string`)
    .join('; ')} } }`,
  roomId: 'declare const roomId: string',
  user: 'declare const user: { readonly id: string }',
  messages: "declare const messages: readonly import('@parley/react').MessageInput[]",
  people: "declare const people: readonly import('@parley/react').Participant[]",
  ada: "declare const ada: import('@parley/react').Person",
  bob: "declare const bob: import('@parley/react').Person",
  createChatClient: "import { createChatClient } from '@parley/react'",
  ChatRoom: "import { ChatRoom } from '@parley/react'",
  render: "import { render } from '@testing-library/react'",
  act: "import { act } from '@testing-library/react'",
  screen: "import { screen } from '@testing-library/react'",
  expect: "import { expect } from 'vitest'",
}

/** Puts in front of an example what it takes from the reader's app, and makes a module of it. */
export function inReadersApp(example: string): string {
  const taken = Object.entries(world).filter(
    ([name]) => new RegExp(`\\b${name}\\b`).test(example) && !declares(example, name),
  )
  return [...taken.map(([, line]) => line), 'export {}', example].join('\n')
}

function declares(example: string, name: string): boolean {
  return new RegExp(
    `^(?:export )?(?:import\\b[^'"]*|(?:const|let|function) )\\b${name}\\b`,
    'm',
  ).test(example)
}
