import type { Tabs } from '../device/device.js'
import type { Environment } from '../environment.js'
import { randomUuid } from '../uuid.js'

/** This tab among those of the browser; it is nobody before it is first asked for. */
export interface Tab {
  readonly id: () => string
  /** Has the tab count as living, unless its page is in the back/forward cache, until it leaves. */
  readonly enter: () => Promise<void>
  /** Lets others take over what the tab has kept. */
  readonly leave: () => void
}

/** A page that holds a lock is refused by the back/forward cache, so the tab leaves on the way there. */
export function createTab(tabs: Tabs | undefined, { shown }: Environment): Tab {
  let id: string | undefined
  let entered: Promise<() => void> | undefined
  let stopWatching: (() => void) | undefined

  const tabId = () => (id ??= randomUuid())

  const goOut = () => {
    entered?.then(
      (leave) => {
        leave()
      },
      () => undefined,
    )
    entered = undefined
  }

  const follow = () => {
    if (shown.get()) {
      entered ??= tabs?.enter(tabId())
    } else {
      goOut()
    }
  }

  return {
    id: tabId,
    enter: async () => {
      stopWatching ??= shown.subscribe(follow)
      follow()
      await entered
    },
    leave: () => {
      stopWatching?.()
      goOut()
    },
  }
}
