'use client'

import { useEffect, useRef, useState } from 'react'
import type { ChatError, MessageRow, RoomView } from '../core/index.js'
import { plainText } from '../format/index.js'
import { graphemesOf } from './graphemes.js'
import { useEvent } from './use-event.js'
import { useConnection } from './use-connection.js'
import { useRemark, useRoomView } from './room-provider.js'
import { useMentionedName } from './use-mentions.js'
import { useMessages } from './use-timeline.js'

/** What is said for each event; every text is spoken as it stands. */
export interface Utterances {
  readonly message: (author: string, text: string) => string
  readonly messages: (count: number) => string
  readonly failed: (error: ChatError | undefined) => string
  /** For people who are mentioned and whose name is not known. */
  readonly somebody: string
  readonly connectionLost: string
  readonly connectionBack: string
}

/** One thing said. */
export interface Utterance {
  readonly text: string
  /** Counts up: the same text said again is another utterance, and must be another element. */
  readonly turn: number
}

/** Texts for two live regions. */
export interface Announcements {
  /** Waits its turn: new messages and the connection. */
  readonly polite: Utterance
  /** Interrupts: a message that could not be sent. */
  readonly assertive: Utterance
}

const silence: Utterance = { text: '', turn: 0 }

const next =
  (text: string) =>
  ({ turn }: Utterance): Utterance => ({ text, turn: turn + 1 })

/** At most one utterance in this many milliseconds. */
const pace = 1000
const spokenLength = 140
const lostAfter = 5000

/** Old messages are on the screen: nothing there is news. */
const isSpoken = (view: RoomView): boolean => view.phase === 'ready' && !view.hasNewer

/** The beginning of what a message says, without its marks. */
const spokenText = ({ message }: MessageRow, nameOf: (id: string | undefined) => string): string =>
  graphemesOf(plainText(message.content, nameOf)).slice(0, spokenLength).join('')

/** The messages of others that stand below the `seq` last spoken of. */
function below(rows: readonly MessageRow[], seq: number): readonly MessageRow[] {
  return rows.filter(({ message, own }) => !own && (message.seq ?? 0) > seq && !message.deletedAt)
}

const greatest = (rows: readonly MessageRow[]): number =>
  rows.reduce((most, { message }) => Math.max(most, message.seq ?? 0), 0)

/** Speaks of new messages of others, failures and the connection; never of history or own words. */
export function useAnnouncements(say: Utterances): Announcements {
  const rows = useMessages()
  const ready = useRoomView(isSpoken)
  const connection = useConnection()
  const nameOf = useMentionedName(say.somebody)
  const [polite, setPolite] = useState(silence)
  const [assertive, setAssertive] = useState(silence)
  const spokenSeq = useRef<number>(undefined)
  const knownFailures = useRef<ReadonlySet<string>>(new Set())
  const timer = useRef<number>(undefined)
  const lost = useRef(false)

  const speak = useEvent(() => {
    timer.current = undefined
    const fresh = below(rows, spokenSeq.current ?? 0)
    spokenSeq.current = greatest(rows)
    const [only] = fresh
    if (only === undefined || document.visibilityState === 'hidden') {
      return
    }
    setPolite(
      next(
        fresh.length === 1
          ? say.message(only.author.name, spokenText(only, nameOf))
          : say.messages(fresh.length),
      ),
    )
  })
  useEffect(() => {
    if (!ready) {
      return
    }
    if (spokenSeq.current === undefined) {
      spokenSeq.current = greatest(rows)
    } else if (timer.current === undefined && below(rows, spokenSeq.current).length > 0) {
      timer.current = window.setTimeout(() => {
        speak()
      }, pace)
    }
  }, [rows, ready, speak])

  const complain = useEvent((failed: readonly MessageRow[]) => {
    const fresh = failed.find((row) => !knownFailures.current.has(row.key))
    knownFailures.current = new Set(failed.map((row) => row.key))
    if (fresh !== undefined) {
      setAssertive(next(say.failed(fresh.error)))
    }
  })
  useEffect(() => {
    complain(rows.filter((row) => row.status === 'failed'))
  }, [rows, complain])

  const speakOfConnection = useEvent((isLost: boolean) => {
    if (lost.current !== isLost) {
      lost.current = isLost
      setPolite(next(isLost ? say.connectionLost : say.connectionBack))
    }
  })
  useEffect(() => {
    if (connection === 'connected') {
      speakOfConnection(false)
      return
    }
    if (connection === 'connecting') {
      return
    }
    const wait = window.setTimeout(() => {
      speakOfConnection(true)
    }, lostAfter)
    return () => {
      window.clearTimeout(wait)
    }
  }, [connection, speakOfConnection])

  const remark = useRemark()
  useEffect(
    () =>
      remark.subscribe(() => {
        setPolite(next(remark.get().text))
      }),
    [remark],
  )

  useEffect(
    () => () => {
      window.clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
  return { polite, assertive }
}
