import { useEffect } from 'react'

const app = 'Parley'

/** Names the page in the browser's tab: how much is unread, and where one is. */
export function useTitle(unread: number, place: string | undefined): void {
  useEffect(() => {
    const where = place === undefined ? app : `${place} · ${app}`
    document.title = unread === 0 ? where : `(${unread > 99 ? '99+' : unread}) ${where}`
    return () => {
      document.title = app
    }
  }, [unread, place])
}
