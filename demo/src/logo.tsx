import type { ReactNode } from 'react'

/** The mark of the app; says nothing by itself. */
export function Logo(): ReactNode {
  return <img className="logo" src="/favicon.svg" alt="" width="40" height="40" />
}
