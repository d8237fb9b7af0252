'use client'

import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { isolate, plainName, useRoomView, type Person, type RoomView } from '../react/index.js'
import { useEvent } from '../react/use-event.js'
import { createFormats, neutralFormats, type Formats } from './formats.js'
import { englishLabels, type Labels } from './labels.js'
import { useHydrated } from './use-hydrated.js'
import { useToday } from './use-today.js'

/** Words, formats and addresses for the parts of one room. */
export interface RoomUi {
  readonly labels: Labels
  readonly formats: Formats
  /** The name by itself, as one line. */
  readonly nameOf: (person: Person) => string
  /** The name by itself of somebody who may be the reader. */
  readonly nameOrYou: (person: Person, own: boolean) => string
  /** The name for the middle of a sentence, whose direction it leaves alone. */
  readonly namedIn: (person: Person) => string
  /** The app's address of a message; for events, not for rendering. */
  readonly linkTo: ((messageId: string) => string) | undefined
}

function namesWith(labels: Labels): Pick<RoomUi, 'nameOf' | 'nameOrYou' | 'namedIn'> {
  const nameOf = ({ name }: Person): string => plainName(name) || labels.somebody
  return {
    nameOf,
    nameOrYou: (person, own) => (own ? labels.you : nameOf(person)),
    namedIn: (person) => isolate(nameOf(person)),
  }
}

const zoneOf = (view: RoomView): string => view.timeZone

const RoomUiContext = createContext<RoomUi>({
  labels: englishLabels,
  formats: neutralFormats,
  ...namesWith(englishLabels),
  linkTo: undefined,
})

/** Gives the parts below it their words; what is not given is English. */
export function RoomUiProvider(props: {
  readonly labels: Partial<Labels> | undefined
  readonly locale: string | undefined
  readonly timeZone: string | undefined
  readonly linkTo: ((messageId: string) => string) | undefined
  readonly children: ReactNode
}): ReactNode {
  const { locale } = props
  const roomZone = useRoomView(zoneOf)
  const timeZone = props.timeZone ?? roomZone
  const hydrated = useHydrated()
  const today = useToday(timeZone)
  const labels = useMemo(() => ({ ...englishLabels, ...props.labels }), [props.labels])
  // Apps write the function in place: another one must not draw every message again.
  const address = useEvent((messageId: string) => props.linkTo?.(messageId) ?? '')
  const linkTo = props.linkTo && address
  const ui = useMemo(() => {
    const options = { locale, timeZone, today: labels.today, yesterday: labels.yesterday }
    const formats = hydrated ? createFormats(options, today) : neutralFormats
    return { labels, formats, ...namesWith(labels), linkTo }
  }, [labels, locale, timeZone, hydrated, today, linkTo])
  return <RoomUiContext.Provider value={ui}>{props.children}</RoomUiContext.Provider>
}

/** The words, formats and addresses of the nearest room. */
export function useRoomUi(): RoomUi {
  return useContext(RoomUiContext)
}
