'use client'

import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { defaults, type RoomView } from '../core/index.js'
import { createDraft } from './draft.js'
import { isVisible } from './visible-text.js'
import { useCurrentUser, useRoomId, useRoomStore, useRoomView } from './room-provider.js'

/** A draft and what may be done with it. */
export interface ComposerState {
  readonly text: string
  /** Replaces the draft and lets the others know that somebody types. */
  readonly setText: (text: string) => void
  /** Sends the draft and empties it; returns the message's id, or undefined when it may not be sent. */
  readonly submit: () => string | undefined
  readonly canSend: boolean
  /** How many characters may still be added; negative when there are too many. */
  readonly remaining: number
  /** Says that the person turned away; call it when the field loses focus. */
  readonly pause: () => void
}

const canWrite = (view: RoomView): boolean => view.canSend

const nothing = (): string => ''

/** Counts as PostgreSQL does: a character outside the basic plane is one, not two. */
function lengthOf(text: string): number {
  let surrogatePairs = 0
  for (let i = 0; i < text.length - 1; i++) {
    const code = text.charCodeAt(i)
    const next = text.charCodeAt(i + 1)
    if (code >= 0xd800 && code <= 0xdbff && next >= 0xdc00 && next <= 0xdfff) {
      surrogatePairs++
    }
  }
  return text.length - surrogatePairs
}

function remainingIn(content: string): number {
  return defaults.maxContent - lengthOf(content)
}

function isSendable(content: string): boolean {
  return isVisible(content) && remainingIn(content) >= 0
}

/** The draft of the nearest room; kept for the browser's session until it is sent. */
export function useComposer(): ComposerState {
  const store = useRoomStore()
  const allowed = useRoomView(canWrite)
  const roomId = useRoomId()
  const userId = useCurrentUser().id
  const draft = useMemo(() => createDraft(userId, roomId), [userId, roomId])
  const text = useSyncExternalStore(draft.subscribe, draft.get, nothing)
  const content = text.trim()
  const remaining = remainingIn(content)
  const canSend = allowed && isSendable(content)

  const setText = useCallback(
    (next: string) => {
      draft.set(next)
      store.typing(next.trim() !== '')
    },
    [store, draft],
  )
  const pause = useCallback(() => {
    store.typing(false)
  }, [store])
  useEffect(() => {
    window.addEventListener('blur', pause)
    return () => {
      window.removeEventListener('blur', pause)
      pause()
    }
  }, [pause])
  // Asks the draft and the store, not what was rendered: a second call in the same task finds it empty.
  const submit = useCallback((): string | undefined => {
    const written = draft.get().trim()
    if (!store.get().canSend || !isSendable(written)) {
      return undefined
    }
    const id = store.send(written)
    setText('')
    return id
  }, [store, draft, setText])
  return { text, setText, submit, canSend, remaining, pause }
}
