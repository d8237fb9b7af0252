'use client'

import {
  forwardRef,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  type ComponentPropsWithRef,
  type ComponentType,
  type ForwardedRef,
  type ForwardRefExoticComponent,
  type ReactNode,
  type Ref,
} from 'react'
import {
  plainName,
  RoomProvider,
  useConnection,
  useRoom,
  useRoomActions,
  type RoomProviderProps,
} from '../react/index.js'
import { Announcer } from './announcer.js'
import { Composer, type ComposerHandle } from './composer.js'
import { ConnectionBanner } from './connection-banner.js'
import { ClosedComposer, AccessState } from './access-state.js'
import type { Labels } from './labels.js'
import { RoomBoundary } from './room-boundary.js'
import { RoomHeader } from './room-header.js'
import { RoomUiProvider } from './room-ui.js'
import { SlotsProvider, type Slots } from './slots.js'
import type { SearchPanelProps } from './search-panel.js'
import { LoadingState } from './states.js'
import { Timeline, type TimelineHandle } from './timeline.js'
import { TypingIndicator } from './typing-indicator.js'

/** Commands for a room on the screen. */
export interface ChatRoomHandle {
  readonly scrollToLatest: () => void
  /**
   * Goes to a message of the room, wherever in its history it stands; rejects with a `ChatError`, of code 404
   * where there is no such message.
   */
  readonly scrollToMessage: (id: string) => Promise<void>
  readonly focusComposer: () => void
  /** Replaces what stands in the composer. */
  readonly setDraft: (text: string) => void
}

/** How a room looks and speaks. */
export interface ChatRoomLook {
  /** Words that replace the English ones. */
  readonly labels?: Partial<Labels> | undefined
  /** Language of times and days; the browser's by default. */
  readonly locale?: string | undefined
  /** Zone of times and days, such as `Europe/Paris`; the client's by default. */
  readonly timeZone?: string | undefined
  /**
   * Light or dark whatever the page is, or as the system is. By default the nearest ancestor decides that says it, by
   * `.dark`, `[data-theme=dark]` or `[data-bs-theme=dark]` and their light counterparts, else the system.
   */
  readonly theme?: 'light' | 'dark' | 'system' | undefined
  /** Components in place of parts of the room. */
  readonly slots?: Slots | undefined
  /**
   * Returns the address under which the app shows a message. With it the menu of a message has “Copy link”. The page at
   * that address goes there by `scrollToMessage` of {@link ChatRoomHandle}.
   */
  readonly linkTo?: ((messageId: string) => string) | undefined
  /** Stands before the room's name: a way back, a menu. */
  readonly headerStart?: ReactNode
  /** Stands after the people: actions of the app. */
  readonly headerEnd?: ReactNode
  /** Leaves the header out. */
  readonly hideHeader?: boolean | undefined
  /** Puts the cursor into the composer when a room opens, except on touch and from where one writes. */
  readonly autoFocus?: boolean | undefined
  /** Stands where the room asks to sign in: a form or a button of the app. */
  readonly signIn?: ReactNode
  readonly handleRef?: Ref<ChatRoomHandle> | undefined
}

/** Everything else goes to the room's box, a `<div>`, `ref` included. */
export type ChatRoomProps = Omit<RoomProviderProps, 'children'> &
  ChatRoomLook &
  Omit<ComponentPropsWithRef<'div'>, 'children'>

/** A whole chat room: people, conversation and composer. Needs the sheet `@parley/react/styles.css`. */
export const ChatRoom: ForwardRefExoticComponent<ChatRoomProps> = forwardRef(UnforwardedRoom)

function UnforwardedRoom(
  {
    roomId,
    currentUser,
    participants,
    initialMessages,
    client,
    labels,
    locale,
    timeZone,
    linkTo,
    slots,
    ...look
  }: Omit<ChatRoomProps, 'ref'>,
  ref: ForwardedRef<HTMLDivElement>,
): ReactNode {
  return (
    <RoomBoundary labels={labels} theme={look.theme} className={look.className}>
      <RoomProvider
        roomId={roomId}
        currentUser={currentUser}
        participants={participants}
        initialMessages={initialMessages}
        client={client}
      >
        <RoomUiProvider labels={labels} locale={locale} timeZone={timeZone} linkTo={linkTo}>
          <SlotsProvider slots={slots}>
            <RoomFrame {...look} boxRef={ref} />
          </SlotsProvider>
        </RoomUiProvider>
      </RoomProvider>
    </RoomBoundary>
  )
}

type FrameProps = Omit<
  ChatRoomProps,
  keyof RoomProviderProps | 'labels' | 'locale' | 'timeZone' | 'linkTo' | 'slots' | 'ref'
> & { readonly boxRef: ForwardedRef<HTMLDivElement> }

function RoomFrame({
  theme,
  headerStart,
  headerEnd,
  hideHeader = false,
  autoFocus = false,
  signIn,
  handleRef,
  className,
  boxRef,
  ...rest
}: FrameProps): ReactNode {
  const { phase, room, canSend } = useRoom()
  const connection = useConnection()
  const { markRead, around } = useRoomActions()
  const composerRef = useRef<ComposerHandle>(null)
  const timelineRef = useRef<TimelineHandle>(null)
  const searchRef = useRef<HTMLButtonElement>(null)
  const [isSearching, setSearching] = useState(false)
  // Loaded by whoever searches; what could not be loaded may be asked for again.
  const [SearchPanel, setSearchPanel] = useState<ComponentType<SearchPanelProps>>()
  useImperativeHandle(
    handleRef,
    () => ({
      scrollToLatest: () => timelineRef.current?.scrollToLatest(),
      scrollToMessage: around,
      focusComposer: () => composerRef.current?.focus(),
      setDraft: (text) => composerRef.current?.setDraft(text),
    }),
    [around],
  )
  // The button that let one in is gone by then, and its focus with it.
  const hasEntered = useRef(false)
  useEffect(() => {
    if (canSend && hasEntered.current) {
      hasEntered.current = false
      composerRef.current?.focus()
    }
  }, [canSend])
  const enter = (): void => {
    hasEntered.current = true
  }
  const OpenPanel = isSearching && phase === 'ready' ? SearchPanel : undefined
  const openSearch = (): void => {
    setSearching(true)
    import('./search-panel.js').then(
      (module) => {
        setSearchPanel(() => module.SearchPanel)
      },
      () => {
        setSearching(false)
      },
    )
  }
  const closeSearch = (): void => {
    setSearching(false)
    searchRef.current?.focus({ preventScroll: true })
  }
  const leaveTimeline = (): void => {
    markRead()
    composerRef.current?.focus()
  }
  return (
    // No `section`: many pages say what a section of theirs looks like.
    <div
      role={room && 'region'}
      aria-label={room && plainName(room.name)}
      {...rest}
      ref={boxRef}
      className={className === undefined ? 'cr-room' : `cr-room ${className}`}
      data-theme={theme}
      data-phase={phase}
      data-connection={connection}
      data-searching={OpenPanel !== undefined}
    >
      {!hideHeader && (
        <RoomHeader
          start={headerStart}
          end={headerEnd}
          searchRef={searchRef}
          isSearching={isSearching}
          onSearch={isSearching ? closeSearch : openSearch}
        />
      )}
      {OpenPanel !== undefined && (
        <OpenPanel
          onClose={closeSearch}
          onCovered={() => {
            setSearching(false)
          }}
        />
      )}
      <ConnectionBanner />
      {phase === 'loading' && <LoadingState />}
      {phase === 'failed' && <AccessState signIn={signIn} onEnter={enter} />}
      {phase === 'ready' && (
        <>
          <Timeline handleRef={timelineRef} onLeave={leaveTimeline} />
          <TypingIndicator />
          <Composer
            handleRef={composerRef}
            autoFocus={autoFocus}
            closed={<ClosedComposer signIn={signIn} onEnter={enter} />}
          />
        </>
      )}
      <Announcer />
    </div>
  )
}
