'use client'

import {
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react'
import { isolate, useComposer, useRoom } from '../react/index.js'
import { useEvent } from '../react/use-event.js'
import { useIsomorphicLayoutEffect } from '../react/use-isomorphic-layout-effect.js'
import { CheckIcon, SendIcon } from './icons.js'
import { useRoomUi } from './room-ui.js'

/** What a parent may ask of the composer. */
export interface ComposerHandle {
  readonly focus: () => void
  readonly setDraft: (text: string) => void
}

/** The counter appears when so few characters are left. */
const countFrom = 200

const isTouch = (): boolean =>
  typeof matchMedia === 'function' && matchMedia('(pointer: coarse)').matches

/** Whether nobody is writing or answering a question elsewhere on the page. */
const isFocusFree = (): boolean =>
  document.activeElement?.closest(
    'input, textarea, select, [contenteditable], dialog, [role="dialog"]',
  ) == null

/** Key code that browsers report while an input method composes. */
const composing = 229

/** Where one writes: grows with the text, sends on Enter, breaks the line on Shift and Enter. */
export function Composer({
  handleRef,
  autoFocus,
  closed,
}: {
  readonly handleRef: Ref<ComposerHandle>
  /** Whether it takes the focus when it appears, where that disturbs nobody. */
  readonly autoFocus: boolean
  /** Stands in its place while one may not write. */
  readonly closed: ReactNode
}): ReactNode {
  const { labels } = useRoomUi()
  const { room, canSend: isAllowed } = useRoom()
  const composer = useComposer()
  const { text, remaining, canSend, editing, setText, submit, cancelEdit } = composer
  const fieldRef = useRef<HTMLTextAreaElement>(null)
  const fieldId = useId()
  const countId = useId()
  useImperativeHandle(
    handleRef,
    () => ({
      focus: () => fieldRef.current?.focus(),
      setDraft: setText,
    }),
    [setText],
  )
  const opensFocused = useEvent(() => autoFocus && !isTouch() && isFocusFree())
  useEffect(() => {
    if (opensFocused()) {
      fieldRef.current?.focus({ preventScroll: true })
    }
  }, [opensFocused])
  // `field-sizing: content` does this in the sheet where it is known.
  useIsomorphicLayoutEffect(() => {
    const field = fieldRef.current
    if (field === null || (typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content'))) {
      return
    }
    field.style.height = 'auto'
    // Of an empty field the browser measures the hint, which may be longer than a line.
    field.style.height = text === '' ? '' : `${field.scrollHeight}px`
  }, [text])

  const edited = editing?.key
  useEffect(() => {
    const field = fieldRef.current
    if (edited !== undefined && field !== null) {
      field.focus()
      field.setSelectionRange(field.value.length, field.value.length)
    }
  }, [edited])

  if (!isAllowed) {
    return closed
  }
  const send = (): void => {
    submit()
    fieldRef.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // Safari ends a composition before the key that ended it; its key code is the only sign.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const isComposing = event.nativeEvent.isComposing || event.keyCode === composing
    if (isComposing) {
      return
    }
    if (event.key === 'Escape' && editing !== undefined) {
      event.preventDefault()
      event.stopPropagation()
      cancelEdit()
    } else if (event.key === 'ArrowUp' && text === '' && editing === undefined) {
      if (composer.editLast()) {
        event.preventDefault()
      }
    } else if (event.key === 'Enter' && !event.shiftKey && !isTouch()) {
      event.preventDefault()
      send()
    }
  }
  const isCounted = remaining <= countFrom
  return (
    <form
      className="cr-composer"
      data-over={remaining < 0}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <label className="cr-hidden" htmlFor={fieldId}>
        {editing === undefined ? labels.composer : labels.editing}
      </label>
      {editing !== undefined && (
        <p className="cr-editing">
          <span className="cr-editing-title">{labels.editing}</span>
          <button
            type="button"
            className="cr-link-button"
            onClick={() => {
              cancelEdit()
              fieldRef.current?.focus()
            }}
          >
            {labels.cancelEdit}
          </button>
        </p>
      )}
      <div className="cr-field">
        <textarea
          ref={fieldRef}
          id={fieldId}
          className="cr-input"
          rows={1}
          dir="auto"
          value={text}
          placeholder={labels.placeholder(room && isolate(room.name))}
          aria-describedby={isCounted ? countId : undefined}
          aria-invalid={remaining < 0}
          autoComplete="off"
          enterKeyHint="send"
          onChange={(event) => {
            setText(event.target.value)
          }}
          onBlur={composer.pause}
          onKeyDown={onKeyDown}
        />
        <div className="cr-side">
          {isCounted && (
            <span className="cr-counter">
              <span aria-hidden="true">{remaining}</span>
              <span id={countId} className="cr-hidden">
                {remaining < 0 ? labels.tooLong(-remaining) : labels.charactersLeft(remaining)}
              </span>
            </span>
          )}
          <button
            type="submit"
            className="cr-send"
            disabled={!canSend}
            aria-label={editing === undefined ? labels.send : labels.save}
          >
            {editing === undefined ? <SendIcon /> : <CheckIcon />}
          </button>
        </div>
      </div>
    </form>
  )
}
