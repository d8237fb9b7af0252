'use client'

import type { ReactNode } from 'react'

/** A drawing of 20 by 20 units that takes the colour of the text around it. */
function Icon(props: { readonly children: ReactNode; readonly wide?: boolean }): ReactNode {
  return (
    <svg
      className="cr-icon"
      data-wide={props.wide}
      viewBox={props.wide === true ? '0 0 24 16' : '0 0 20 20'}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {props.children}
    </svg>
  )
}

export const ClockIcon = (): ReactNode => (
  <Icon>
    <circle cx="10" cy="10" r="6.5" />
    <path d="M10 6.5V10l2.3 1.6" />
  </Icon>
)

export const TickIcon = (): ReactNode => (
  <Icon wide>
    <path d="m6 8.6 4 4 8-9" />
  </Icon>
)

export const TicksIcon = (): ReactNode => (
  <Icon wide>
    <path d="m2 8.6 4 4 8-9" />
    <path d="m11.2 11.6 1 1 8-9" />
  </Icon>
)

export const AlertIcon = (): ReactNode => (
  <Icon>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 6.2v4.6M10 13.7v.1" />
  </Icon>
)

export const SendIcon = (): ReactNode => (
  <Icon>
    <path d="M10 16V4.5M5 9.2l5-5 5 5" />
  </Icon>
)

export const DownIcon = (): ReactNode => (
  <Icon>
    <path d="M10 4v11M5.2 10.4 10 15.2l4.8-4.8" />
  </Icon>
)

export const CloudOffIcon = (): ReactNode => (
  <Icon>
    <path d="m3 3 14 14M7.2 6.1A5 5 0 0 1 15 9.5a3 3 0 0 1 1.6 4.9M13 15.5H6a3.5 3.5 0 0 1-.8-6.9" />
  </Icon>
)

export const BubbleIcon = (): ReactNode => (
  <Icon>
    <path d="M3.5 9.2c0-3 2.8-5.2 6.5-5.2s6.5 2.2 6.5 5.2-2.8 5.2-6.5 5.2c-.8 0-1.6-.1-2.3-.3L4.3 15.8l.7-2.9c-.9-1-1.5-2.3-1.5-3.7Z" />
  </Icon>
)

export const PeopleIcon = (): ReactNode => (
  <Icon>
    <circle cx="7.5" cy="6.75" r="2.75" />
    <path d="M2.5 16c0-2.6 2.1-4.2 5-4.2s5 1.6 5 4.2M13 4.4a2.75 2.75 0 0 1 0 4.7M14.3 12c2 .4 3.2 1.9 3.2 4" />
  </Icon>
)

export const DoorIcon = (): ReactNode => (
  <Icon>
    <path d="M11.5 3.5h4a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-4" />
    <path d="M3.5 10h8.5M9 6.8l3.2 3.2L9 13.2" />
  </Icon>
)

export const MoreIcon = (): ReactNode => (
  <Icon>
    <path d="M4.5 10v.1M10 10v.1M15.5 10v.1" strokeWidth="2.5" />
  </Icon>
)

export const ReplyIcon = (): ReactNode => (
  <Icon>
    <path d="M8 5 3.5 9.5 8 14M4 9.5h7.5a5 5 0 0 1 5 5v1" />
  </Icon>
)

export const PinIcon = (): ReactNode => (
  <Icon>
    <path d="M7 3.5h6M8 3.5v4.8L5.5 11.5h9L12 8.3V3.5M10 11.5v5" />
  </Icon>
)

export const PencilIcon = (): ReactNode => (
  <Icon>
    <path d="m4 16 .7-3.2 8.8-8.8 2.5 2.5-8.8 8.8L4 16Z" />
  </Icon>
)

export const CopyIcon = (): ReactNode => (
  <Icon>
    <rect x="7" y="7" width="9.5" height="9.5" rx="2" />
    <path d="M13 4.5A1.5 1.5 0 0 0 11.5 3H5a2 2 0 0 0-2 2v6.5A1.5 1.5 0 0 0 4.5 13" />
  </Icon>
)

export const LinkIcon = (): ReactNode => (
  <Icon>
    <path d="M8.3 11.7a3.4 3.4 0 0 0 4.8 0l2.6-2.6a3.4 3.4 0 0 0-4.8-4.8l-.8.8" />
    <path d="M11.7 8.3a3.4 3.4 0 0 0-4.8 0l-2.6 2.6a3.4 3.4 0 0 0 4.8 4.8l.8-.8" />
  </Icon>
)

export const TrashIcon = (): ReactNode => (
  <Icon>
    <path d="M3.5 5.5h13M8 5.5V4a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v1.5M5 5.5l.8 10.1A1.5 1.5 0 0 0 7.3 17h5.4a1.5 1.5 0 0 0 1.5-1.4L15 5.5" />
  </Icon>
)

export const SearchIcon = (): ReactNode => (
  <Icon>
    <circle cx="9" cy="9" r="5.25" />
    <path d="m13 13 3.75 3.75" />
  </Icon>
)

export const CrossIcon = (): ReactNode => (
  <Icon>
    <path d="m5.5 5.5 9 9M14.5 5.5l-9 9" />
  </Icon>
)

export const CheckIcon = (): ReactNode => (
  <Icon>
    <path d="m4.5 10.5 3.7 3.7 7.3-8" />
  </Icon>
)
