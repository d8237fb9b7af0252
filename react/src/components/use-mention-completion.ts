'use client'

import { useId, useState, type KeyboardEvent } from 'react'
import { everybody } from '../format/index.js'
import {
  useCurrentUser,
  useMayMentionEverybody,
  useMentionNames,
  useParticipants,
  type Participant,
} from '../react/index.js'

/** What an `@` may become. */
export interface MentionOption {
  /** What is written after the `@`. */
  readonly name: string
  /** Undefined for everybody in the room. */
  readonly person: Participant | undefined
}

/** What the list of people offers and how it is used. */
export interface MentionCompletion {
  readonly listId: string
  /** Empty while there is nothing to complete. */
  readonly options: readonly MentionOption[]
  /** Which of them Enter takes. */
  readonly active: number
  /** The id of the element of an option. */
  readonly optionId: (at: number) => string
  /** Whether an arrow key was used: only then the field points at the option. */
  readonly isNavigated: boolean
  /** Call it with what stands before the caret, whenever that changes. */
  readonly look: (beforeCaret: string) => void
  /** Returns whether the key was for the list. */
  readonly press: (event: KeyboardEvent, take: (option: MentionOption) => void) => boolean
  readonly close: () => void
}

const maxOptions = 8

/** The name that is being written: it follows an `@` that begins a word. */
const begun = /(?<![\p{L}\p{N}_])@([^\n@]{0,40})$/u

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()

/** Whether a name, or a word of it, begins with what is written. */
const matches = (name: string, written: string): boolean =>
  ` ${folded(name)}`.includes(` ${folded(written)}`)

/** The name before the caret that may become a mention; undefined when there is none. */
export function writtenName(beforeCaret: string): string | undefined {
  const name = begun.exec(beforeCaret)?.[1]
  return name?.startsWith(' ') === true ? undefined : name
}

/** Completes the names of people in the room after an `@`. */
export function useMentionCompletion(): MentionCompletion {
  const participants = useParticipants()
  const names = useMentionNames()
  const me = useCurrentUser()
  const mayMentionEverybody = useMayMentionEverybody()
  const listId = useId()
  const [written, setWritten] = useState<string>()
  const [closedAt, setClosedAt] = useState<string>()
  const [at, setAt] = useState<number>()

  const offered = (name: string): readonly MentionOption[] => {
    const people = participants.flatMap((person) => {
      const own = names.nameOf(person.id)
      return own !== undefined && person.id !== me.id && matches(own, name)
        ? [{ name: own, person }]
        : []
    })
    const all = mayMentionEverybody && matches(everybody, name)
    return [
      ...people.slice(0, maxOptions),
      ...(all ? [{ name: everybody, person: undefined }] : []),
    ]
  }
  const options = written === undefined || written === closedAt ? [] : offered(written)
  const active = Math.min(at ?? 0, Math.max(0, options.length - 1))
  const close = (): void => {
    setClosedAt(written)
    setAt(undefined)
  }
  return {
    listId,
    options,
    active,
    optionId: (index) => `${listId}-${index}`,
    isNavigated: at !== undefined,
    look: (beforeCaret) => {
      const next = writtenName(beforeCaret)
      if (next !== written) {
        setWritten(next)
        setClosedAt(undefined)
        setAt(undefined)
      }
    },
    press: (event, take) => {
      const option = options[active]
      if (option === undefined || event.shiftKey) {
        return false
      }
      switch (event.key) {
        case 'ArrowDown':
          setAt(at === undefined ? Math.min(1, options.length - 1) : (active + 1) % options.length)
          return true
        case 'ArrowUp':
          setAt((active + options.length - 1) % options.length)
          return true
        case 'Enter':
        case 'Tab':
          take(option)
          return true
        case 'Escape':
          close()
          return true
        default:
          return false
      }
    },
    close,
  }
}
