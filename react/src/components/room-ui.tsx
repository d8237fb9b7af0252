'use client'

import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { isolate, plainName, useRoomView, type Person, type RoomView } from '../react/index.js'
import { createFormats, neutralFormats, type Formats } from './formats.js'
import { englishLabels, type Labels } from './labels.js'
import { useHydrated } from './use-hydrated.js'
import { useToday } from './use-today.js'

/** Words and formats for the parts of one room. */
export interface RoomUi {
  readonly labels: Labels
  readonly formats: Formats
  /** The name by itself, as one line. */
  readonly nameOf: (person: Person) => string
  /** The name for the middle of a sentence, whose direction it leaves alone. */
  readonly namedIn: (person: Person) => string
}

function namesWith(labels: Labels): Pick<RoomUi, 'nameOf' | 'namedIn'> {
  const nameOf = ({ name }: Person): string => plainName(name) || labels.somebody
  return { nameOf, namedIn: (person) => isolate(nameOf(person)) }
}

const zoneOf = (view: RoomView): string => view.timeZone

const RoomUiContext = createContext<RoomUi>({
  labels: englishLabels,
  formats: neutralFormats,
  ...namesWith(englishLabels),
})

/** Gives the parts below it their words; what is not given is English. */
export function RoomUiProvider(props: {
  readonly labels: Partial<Labels> | undefined
  readonly locale: string | undefined
  readonly timeZone: string | undefined
  readonly children: ReactNode
}): ReactNode {
  const { locale } = props
  const roomZone = useRoomView(zoneOf)
  const timeZone = props.timeZone ?? roomZone
  const hydrated = useHydrated()
  const today = useToday(timeZone)
  const labels = useMemo(() => ({ ...englishLabels, ...props.labels }), [props.labels])
  const ui = useMemo(() => {
    const options = { locale, timeZone, today: labels.today, yesterday: labels.yesterday }
    const formats = hydrated ? createFormats(options, today) : neutralFormats
    return { labels, formats, ...namesWith(labels) }
  }, [labels, locale, timeZone, hydrated, today])
  return <RoomUiContext.Provider value={ui}>{props.children}</RoomUiContext.Provider>
}

/** The words and formats of the nearest room. */
export function useRoomUi(): RoomUi {
  return useContext(RoomUiContext)
}
