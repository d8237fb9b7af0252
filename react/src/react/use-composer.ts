'use client'

import { useCallback, useEffect, useSyncExternalStore } from 'react'
import type { MessageRow, RoomView } from '../core/index.js'
import { replaceShortcodes, withMentions } from '../format/index.js'
import { useEvent } from './use-event.js'
import { isVisible } from './visible-text.js'
import { useDraft, useEditing, useReplying, useRoomStore, useRoomView } from './room-provider.js'
import { findStanding, useEdit } from './use-edit.js'
import { useMayMentionEverybody, useMentionNames } from './use-mentions.js'
import { findReplied, useReply } from './use-reply.js'
import { usePermissions } from './use-permissions.js'
import { uiDefaults } from './ui-defaults.js'

/** A draft and what may be done with it. */
export interface ComposerState {
  readonly text: string
  /** Replaces the draft and lets the others know that somebody types. */
  readonly setText: (text: string) => void
  /**
   * Sends the draft, with emoji for its shortcodes and tokens for the names after an `@`, and empties it, or ends the
   * editing; returns the message's id, or undefined when it may not be sent.
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
  /** The message that the draft answers; not while one edits. */
  readonly replyingTo: MessageRow | undefined
  /** Begins to answer the message with the key of a row. */
  readonly reply: (key: string) => void
  /** Lets the draft answer nothing. */
  readonly cancelReply: () => void
  /** Says that the person turned away; call it when the field loses focus. */
  readonly pause: () => void
}

const canWrite = (view: RoomView): boolean => view.canSend

const nothing = (): string => ''

const none = (): undefined => undefined

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
  return uiDefaults.maxContent - lengthOf(content)
}

function isSendable(content: string): boolean {
  return isVisible(content) && remainingIn(content) >= 0
}

/** The draft of the nearest room; kept on the device until it is sent. */
export function useComposer(): ComposerState {
  const store = useRoomStore()
  const allowed = useRoomView(canWrite)
  const draft = useDraft()
  const drafted = useSyncExternalStore(draft.subscribe, draft.get, nothing)
  const editingCell = useEditing()
  const edited = useSyncExternalStore(editingCell.subscribe, editingCell.get, none)
  const editing = useRoomView((view) => findStanding(view, edited?.key))
  const replyingCell = useReplying()
  const begun = useSyncExternalStore(replyingCell.subscribe, replyingCell.get, none)
  const replyingTo = useRoomView((view) => findReplied(view, begun))
  const text = editing === undefined ? drafted : (edited?.text ?? '')
  const names = useMentionNames()
  const mayMentionEverybody = useMayMentionEverybody()
  /** What is stored for a text. */
  const written = (typed: string): string =>
    withMentions(replaceShortcodes(typed.trim()), names, mayMentionEverybody)
  const content = written(text)
  const remaining = remainingIn(content)
  const canSend = allowed && isSendable(content)

  const permissions = usePermissions()
  /** Asks the cell and the store, not what was rendered. */
  const current = useCallback(() => {
    const now = editingCell.get()
    return findStanding(store.get(), now?.key) === undefined ? undefined : now
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
  const reply = useReply()
  const cancelReply = useCallback(() => {
    replyingCell.set(undefined)
  }, [replyingCell])
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
  const submit = useEvent((): string | undefined => {
    const now = current()
    if (now !== undefined) {
      const changed = written(now.text)
      if (!store.get().canSend || !isSendable(changed)) {
        return undefined
      }
      cancelEdit()
      store.edit(now.key, changed)
      return now.key
    }
    const typed = written(draft.get())
    // While an edit that has just ended is still on the screen, nobody means the draft that waits behind it.
    if (editing !== undefined || !store.get().canSend || !isSendable(typed)) {
      return undefined
    }
    const replied = findReplied(store.get(), replyingCell.get())
    const id = store.send(typed, replied && { replyTo: replied.message.id })
    cancelReply()
    setText('')
    return id
  })
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
    replyingTo: editing === undefined ? replyingTo : undefined,
    reply,
    cancelReply,
    pause,
  }
}
