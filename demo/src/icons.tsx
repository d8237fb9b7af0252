import type { ReactNode } from 'react'

/** A drawing; one that points onward turns with the direction of writing. */
function Icon(props: { readonly path: string; readonly onward?: boolean }): ReactNode {
  return (
    <svg
      className="icon"
      data-onward={props.onward}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={props.path} />
    </svg>
  )
}

export const PlusIcon = (): ReactNode => <Icon path="M10 4v12M4 10h12" />

export const BackIcon = (): ReactNode => <Icon onward path="M12 4.5 6.5 10l5.5 5.5" />

export const SunIcon = (): ReactNode => (
  <Icon path="M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM10 2v1.5M10 16.5V18M18 10h-1.5M3.5 10H2M15.7 4.3l-1.1 1.1M5.4 14.6l-1.1 1.1M15.7 15.7l-1.1-1.1M5.4 5.4 4.3 4.3" />
)

export const MoonIcon = (): ReactNode => (
  <Icon path="M16.5 11.7A6.8 6.8 0 0 1 8.3 3.5a6.8 6.8 0 1 0 8.2 8.2Z" />
)

export const ExitIcon = (): ReactNode => (
  <Icon
    onward
    path="M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M13 13.5l3.5-3.5L13 6.5M16 10H8"
  />
)

export const AddPersonIcon = (): ReactNode => (
  <Icon path="M8 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM2.5 16.5c.5-2.5 2.6-4 5.5-4s5 1.5 5.5 4M15.5 7v5M13 9.5h5" />
)

export const LockIcon = (): ReactNode => (
  <Icon path="M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9M5.5 9h9a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1Z" />
)

export const DoorIcon = (): ReactNode => (
  <Icon path="M4 17h12M6 17V4a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v13M11.5 10v.5" />
)

export const HashIcon = (): ReactNode => (
  <Icon path="M8 3.5 6.5 16.5M13.5 3.5 12 16.5M3.5 7.5h13M3 12.5h13" />
)

export const CloseIcon = (): ReactNode => <Icon path="m5 5 10 10M15 5 5 15" />
