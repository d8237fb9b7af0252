'use client'

import {
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  type ClipboardEvent,
  type FunctionComponent,
  type KeyboardEvent,
  type ReactNode,
} from 'react'
import { isolate, useComposer, useMentionedName, useRoom, type MessageRow } from '../react/index.js'
import { plainText, textOfHtml } from '../format/index.js'
import { useEvent } from '../react/use-event.js'
import { useIsomorphicLayoutEffect } from '../react/use-isomorphic-layout-effect.js'
import { CheckIcon, SendIcon } from './icons.js'
import { MentionList } from './mention-list.js'
import { useRoomUi } from './room-ui.js'
import { replaceable, type ComposerProps } from './slots.js'
import { useMentionCompletion, writtenName, type MentionOption } from './use-mention-completion.js'

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

/** Writes in place of what is selected, so that it can be undone where the browser can do that. */
function insert(field: HTMLTextAreaElement, text: string, onChange: (all: string) => void): void {
  // Nothing else adds to what can be undone.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const isInserted = 'execCommand' in document && document.execCommand('insertText', false, text)
  if (!isInserted) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end')
    onChange(field.value)
  }
}

/** Key code that browsers report while an input method composes. */
const composing = 229

/** Where one writes: grows with the text, sends on Enter, breaks the line on Shift and Enter. */
export const Composer: FunctionComponent<ComposerProps> = replaceable(
  'Composer',
  ({ handleRef, autoFocus, closed }) => {
    const { labels } = useRoomUi()
    const { room, canSend: isAllowed } = useRoom()
    const composer = useComposer()
    const { text, remaining, canSend, editing, replyingTo, setText, submit, cancelEdit } = composer
    const completion = useMentionCompletion()
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
      if (
        field === null ||
        (typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content'))
      ) {
        return
      }
      field.style.height = 'auto'
      // Of an empty field the browser measures the hint, which may be longer than a line.
      field.style.height = text === '' ? '' : `${field.scrollHeight}px`
    }, [text])

    const subject = editing?.key ?? replyingTo?.key
    useEffect(() => {
      const field = fieldRef.current
      if (subject !== undefined && field !== null) {
        field.focus()
        field.setSelectionRange(field.value.length, field.value.length)
      }
    }, [subject])

    if (!isAllowed) {
      return closed
    }
    const send = (): void => {
      submit()
      fieldRef.current?.focus()
    }
    const look = (field: HTMLTextAreaElement): void => {
      const { value, selectionStart, selectionEnd } = field
      completion.look(selectionStart === selectionEnd ? value.slice(0, selectionStart) : '')
    }
    const mention = ({ name }: MentionOption): void => {
      const field = fieldRef.current
      const written = writtenName(field?.value.slice(0, field.selectionStart) ?? '')
      if (field !== null && written !== undefined) {
        field.setSelectionRange(field.selectionStart - written.length, field.selectionStart)
        insert(field, `${name} `, setText)
        look(field)
      }
      completion.close()
    }
    const cancel = editing === undefined ? composer.cancelReply : cancelEdit
    const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
      // Safari ends a composition before the key that ended it; its key code is the only sign.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      const isComposing = event.nativeEvent.isComposing || event.keyCode === composing
      if (isComposing) {
        return
      }
      if (completion.press(event, mention)) {
        event.preventDefault()
        event.stopPropagation()
      } else if (event.key === 'Escape' && subject !== undefined) {
        event.preventDefault()
        event.stopPropagation()
        cancel()
      } else if (event.key === 'ArrowUp' && text === '' && editing === undefined) {
        if (composer.editLast()) {
          event.preventDefault()
        }
      } else if (event.key === 'Enter' && !event.shiftKey && !isTouch()) {
        event.preventDefault()
        send()
      }
    }
    const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
      const text = textOfHtml(event.clipboardData.getData('text/html'))
      if (text !== undefined) {
        event.preventDefault()
        insert(event.currentTarget, text, setText)
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
        {subject !== undefined && (
          <Subject
            replyingTo={replyingTo}
            cancel={() => {
              cancel()
              fieldRef.current?.focus()
            }}
          />
        )}
        <MentionList completion={completion} onTake={mention} />
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
            aria-autocomplete="list"
            aria-controls={completion.options.length > 0 ? completion.listId : undefined}
            aria-activedescendant={
              completion.options.length > 0 && completion.isNavigated
                ? completion.optionId(completion.active)
                : undefined
            }
            autoComplete="off"
            enterKeyHint="send"
            onChange={(event) => {
              setText(event.target.value)
              look(event.target)
            }}
            onSelect={(event) => {
              look(event.currentTarget)
            }}
            onBlur={() => {
              completion.close()
              composer.pause()
            }}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
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
  },
)

/** What the text is for when it is no new message by itself, and the way out of that. */
function Subject(props: {
  /** Undefined while one edits. */
  readonly replyingTo: MessageRow | undefined
  readonly cancel: () => void
}): ReactNode {
  const { labels, nameOrYou } = useRoomUi()
  const mentionedName = useMentionedName(labels.somebody)
  const { replyingTo, cancel } = props
  return (
    <div className="cr-subject">
      <p className="cr-subject-lines">
        <span className="cr-subject-title">
          {replyingTo === undefined
            ? labels.editing
            : labels.replyingTo(isolate(nameOrYou(replyingTo.author, replyingTo.own)))}
        </span>
        {replyingTo !== undefined && (
          <span className="cr-subject-text" dir="auto">
            {plainText(replyingTo.message.content, mentionedName)}
          </span>
        )}
      </p>
      <button type="button" className="cr-link-button" onClick={cancel}>
        {replyingTo === undefined ? labels.cancelEdit : labels.cancelReply}
      </button>
    </div>
  )
}
