'use client'

import {
  createContext,
  useContext,
  type ComponentType,
  type FunctionComponent,
  type ReactNode,
  type Ref,
  type RefObject,
} from 'react'
import type { MessageRow, NoticeRow, Person, Quote, SendStatus } from '../react/index.js'
import type { ComposerHandle } from './composer.js'

/** A person whose picture is shown. */
export interface AvatarProps {
  readonly person: Person
  readonly size?: 'small' | 'medium'
  /** Adds the dot of presence; left out, there is none. */
  readonly isOnline?: boolean | undefined
}

export interface HeaderProps {
  /** The app's own elements, before the name and after the people. */
  readonly start: ReactNode
  readonly end: ReactNode
  /** The button that opens the search, which gets the focus back. */
  readonly searchRef: RefObject<HTMLButtonElement | null>
  readonly isSearching: boolean
  readonly onSearch: () => void
}

export interface MessageProps {
  readonly row: MessageRow
  /** Place among the loaded messages, from 1. */
  readonly position: number
  /** How many there are; -1 when there are more than are loaded. */
  readonly setSize: number
  /** Whether it is the one that Tab comes to. */
  readonly isActive: boolean
}

export interface ActionsProps {
  readonly row: MessageRow
  /** Whether the menu is open: by its button, the context menu, a long press or Enter. */
  readonly isOpen: boolean
  readonly setOpen: (isOpen: boolean) => void
}

export interface ComposerProps {
  readonly handleRef: Ref<ComposerHandle>
  /** Whether it takes the focus when it appears, where that disturbs nobody. */
  readonly autoFocus: boolean
  /** Stands in its place while one may not write. */
  readonly closed: ReactNode
}

/** The parts of a room that an app may replace, and what each is given. */
export interface SlotProps {
  readonly Avatar: AvatarProps
  /** The room's name, its people, and the way to search it. */
  readonly Header: HeaderProps
  /** Says that the room is not live. */
  readonly Banner: object
  /** A message with all that belongs to it. */
  readonly Message: MessageProps
  /** Author, quote, text and time of a message. */
  readonly Bubble: { readonly row: MessageRow }
  /** What a message says; not of a deleted one. */
  readonly Text: { readonly text: string }
  readonly Quote: { readonly quote: Quote }
  /** How far an own message has come. */
  readonly Status: { readonly row: MessageRow; readonly status: SendStatus }
  /** The button beside a message and its menu. */
  readonly Actions: ActionsProps
  readonly Reactions: { readonly row: MessageRow }
  /** That people came or went. */
  readonly Notice: { readonly row: NoticeRow }
  /** A day, such as `2026-11-23`. */
  readonly Day: { readonly date: string }
  /** The line above the first unread message. */
  readonly Unread: object
  /** A room without messages; its name, or undefined while it is not known. */
  readonly Empty: { readonly room: string | undefined }
  readonly Loading: object
  readonly Typing: object
  readonly Composer: ComposerProps
}

/**
 * Components in place of parts of the room. Each gets the props of the part, and as `Default` the part itself. Define
 * them outside of components: another function is another component, which starts anew.
 */
export type Slots = { readonly [Name in keyof SlotProps]?: Replacement<SlotProps[Name]> }

type Replacement<Props> = ComponentType<Props & { readonly Default: ComponentType<Props> }>

const nothingReplaced: Slots = {}

const SlotsContext = createContext(nothingReplaced)

/** Replaces parts of the room below it. */
export function SlotsProvider(props: {
  readonly slots: Slots | undefined
  readonly children: ReactNode
}): ReactNode {
  return (
    <SlotsContext.Provider value={props.slots ?? nothingReplaced}>
      {props.children}
    </SlotsContext.Provider>
  )
}

/** Makes a part of the room that an app may replace. */
export function replaceable<Name extends keyof SlotProps>(
  name: Name,
  Default: ComponentType<SlotProps[Name]>,
): FunctionComponent<SlotProps[Name]> {
  // What a slot is given belongs to its name, which no type says of a name that is not known yet.
  const Part = Default as ComponentType<object>
  function Replaceable(props: object): ReactNode {
    const Slot = useContext(SlotsContext)[name] as ComponentType<object> | undefined
    return Slot === undefined ? <Part {...props} /> : <Slot {...props} {...{ Default: Part }} />
  }
  Replaceable.displayName = name
  return Replaceable
}
