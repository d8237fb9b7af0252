import { useLayoutEffect, useRef, type ReactNode } from 'react'
import { CloseIcon } from './icons.js'

/** A question in front of everything else, for as long as it is mounted. */
export function Dialog(props: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}): ReactNode {
  const { title, onClose, children } = props
  const ref = useRef<HTMLDialogElement>(null)
  const contentRef = useRef<HTMLDivElement>(null)
  // In the layout phase the dialog still stands when it goes: only then does the focus return to its opener.
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    contentRef.current?.querySelector<HTMLElement>('input, button')?.focus()
    return () => {
      dialog?.close()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === ref.current) {
          onClose()
        }
      }}
    >
      <div className="dialog-body">
        <header className="dialog-header">
          <h2>{title}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
            <CloseIcon />
          </button>
        </header>
        <div ref={contentRef}>{children}</div>
      </div>
    </dialog>
  )
}
