import type { Visibility } from '@parley/react'
import type { ReactNode } from 'react'
import { DoorIcon, HashIcon, LockIcon } from './icons.js'

/** The sign of who gets into a room. */
export function VisibilityIcon({ visibility }: { readonly visibility: Visibility }): ReactNode {
  switch (visibility) {
    case 'public':
      return <HashIcon />
    case 'open':
      return <DoorIcon />
    case 'private':
      return <LockIcon />
  }
}
