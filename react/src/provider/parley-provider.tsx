'use client'

import { useState, type ReactNode } from 'react'
import { FollowParley } from './follow-parley.js'
import type { Device } from '../core/index.js'
import { given } from '../core/given.js'
import { browserLibraries, type SupabaseLike } from './libraries.js'
import { nextVariables } from './next-variables.js'
import { createParley, type Parley } from './parley.js'
import { settingsFrom, type ParleySettings } from './settings.js'

/** Settings that are not given are read from `NEXT_PUBLIC_…` variables. */
export interface ParleyProviderProps extends Partial<ParleySettings> {
  /** The supabase-js client of the app, which then is not made here: it holds the session. */
  readonly supabase?: SupabaseLike | undefined
  /** What is kept beyond the page, read once: the browser's storage when absent, nothing when null. */
  readonly device?: Device | null | undefined
  readonly children?: ReactNode
}

interface Made {
  readonly parley: Parley
  /** What it was made of. */
  readonly of: string
  readonly supabase: SupabaseLike | undefined
}

/**
 * Connects the rooms below it to Supabase and Pusher as whoever is signed in. Nothing is loaded or opened on
 * a server; in a browser that happens with the first effect, and ends when this is unmounted or somebody
 * else signs in.
 */
export function ParleyProvider(allProps: ParleyProviderProps): ReactNode {
  const { supabase, device, children, ...props } = allProps
  const settings = { ...settingsFrom(nextVariables()), ...given(props) }
  const of = JSON.stringify(settings)
  const make = (): Made => ({
    parley: createParley({ settings, supabase, device, libraries: browserLibraries }),
    of,
    supabase,
  })
  const [made, setMade] = useState(make)
  if (made.of !== of || made.supabase !== supabase) {
    setMade(make())
  }
  return <FollowParley parley={made.parley}>{children}</FollowParley>
}
