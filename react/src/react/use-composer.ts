'use client'

import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { defaults, type MessageRow, type RoomView } from '../core/index.js'
import { createDraft } from './draft.js'
import { isVisible } from './visible-text.js'
import {
  useCurrentUser,
  useEditing,
  useRoomId,
  useRoomStore,
  useRoomView,
} from './room-provider.js'
import { findEdited, useEdit } from './use-edit.js'
import { usePermissions } from './use-permissions.js'

/** A draft and what may be done with it. */
export interface ComposerState {
  readonly text: string
  /** Replaces the draft and lets the others know that somebody types. */
  readonly setText: (text: string) => void
  /**
   * Sends the draft and empties it, or ends the editing; returns the message's id, or undefined when it
   * may not be sent.
   */
  readonly submit: () => string | undefined
  readonly canSend: boolean
  /** How many characters may still be added; negative when there are too many. */
  readonly remaining: number
  /** The message that is being edited: `text` is then its new text, and the draft waits. */
  readonly editing: MessageRow | undefined
  /** Begins to edit the message with the key of a row. */
  readonly edit: (key: string) => void
  /** Begins to edit the last message of one's own that may be; returns whether there is one. */
  readonly editLast: () => boolean
  /** Ends the editing without a change. */
  readonly cancelEdit: () => void
  /** Says that the person turned away; call it when the field loses focus. */
  readonly pause: () => void
}

const canWrite = (view: RoomView): boolean => view.canSend

const nothing = (): string => ''

const noEditing = (): undefined => undefined

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
  const drafted = useSyncExternalStore(draft.subscribe, draft.get, nothing)
  const editingCell = useEditing()
  const edited = useSyncExternalStore(editingCell.subscribe, editingCell.get, noEditing)
  const editing = useRoomView((view) => findEdited(view, edited?.key))
  const text = editing === undefined ? drafted : (edited?.text ?? '')
  const content = text.trim()
  const remaining = remainingIn(content)
  const canSend = allowed && isSendable(content)

  const permissions = usePermissions()
  /** Asks the cell and the store, not what was rendered. */
  const current = useCallback(() => {
    const now = editingCell.get()
    return findEdited(store.get(), now?.key) === undefined ? undefined : now
  }, [editingCell, store])
  const setText = useCallback(
    (next: string) => {
      const now = current()
      if (now === undefined) {
        draft.set(next)
      } else {
        editingCell.set({ ...now, text: next })
      }
      store.typing(next.trim() !== '')
    },
    [store, draft, editingCell, current],
  )
  const edit = useEdit()
  const editLast = useCallback(() => {
    const row = store
      .get()
      .rows.findLast((each) => each.kind === 'message' && permissions(each).canEdit)
    if (row !== undefined) {
      edit(row.key)
    }
    return row !== undefined
  }, [store, edit, permissions])
  const cancelEdit = useCallback(() => {
    editingCell.set(undefined)
    store.typing(false)
  }, [store, editingCell])
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
    const now = current()
    if (now !== undefined) {
      const changed = now.text.trim()
      if (!store.get().canSend || !isSendable(changed)) {
        return undefined
      }
      cancelEdit()
      store.edit(now.key, changed)
      return now.key
    }
    const written = draft.get().trim()
    if (!store.get().canSend || !isSendable(written)) {
      return undefined
    }
    const id = store.send(written)
    setText('')
    return id
  }, [store, draft, setText, current, cancelEdit])
  return {
    text,
    setText,
    submit,
    canSend,
    remaining,
    editing,
    edit,
    editLast,
    cancelEdit,
    pause,
  }
}
