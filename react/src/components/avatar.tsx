'use client'

import { useSyncExternalStore, type FunctionComponent, type ReactNode } from 'react'
import { isBroken, noteBroken, watchBroken } from './broken-pictures.js'
import { hueOf } from './hue.js'
import { initialsOf } from './initials.js'
import { replaceable, type AvatarProps } from './slots.js'

function Picture(props: AvatarProps): ReactNode {
  const { person, size = 'medium', isOnline } = props
  const { avatarUrl } = person
  const isMissing = useSyncExternalStore(
    watchBroken,
    () => isBroken(avatarUrl),
    () => false,
  )
  const picture = isMissing ? undefined : avatarUrl
  return (
    <span
      className="cr-avatar"
      data-hue={hueOf(person.id)}
      data-size={size}
      data-online={isOnline}
      aria-hidden="true"
    >
      {picture === undefined ? (
        <span className="cr-initials" data-initials={initialsOf(person.name)} />
      ) : (
        <img
          src={picture}
          alt=""
          loading="lazy"
          decoding="async"
          referrerPolicy="no-referrer"
          onError={() => {
            noteBroken(picture)
          }}
        />
      )}
    </span>
  )
}

/**
 * A person's picture, or their initials on their own colour. It says nothing to a screen reader:
 * the name stands beside it.
 */
export const Avatar: FunctionComponent<AvatarProps> = replaceable('Avatar', Picture)
