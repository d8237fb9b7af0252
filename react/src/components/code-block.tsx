'use client'

import { useEffect, useRef, useState, type ReactNode } from 'react'
import { CheckIcon, CopyIcon } from './icons.js'
import { useRoomUi } from './room-ui.js'
import { useCopy } from './use-copy.js'

/** How long a button shows that it has copied, in milliseconds. */
const shownFor = 2000

/** Lines of code, with a button that copies them. */
export function CodeBlock(props: {
  readonly text: string
  readonly language: string | undefined
}): ReactNode {
  const { text, language } = props
  const { labels } = useRoomUi()
  const copyText = useCopy()
  const codeRef = useRef<HTMLElement>(null)
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (isCopied) {
      const timer = window.setTimeout(() => {
        setCopied(false)
      }, shownFor)
      return () => {
        window.clearTimeout(timer)
      }
    }
    return undefined
  }, [isCopied])
  const copy = async (): Promise<void> => {
    if (await copyText(text)) {
      setCopied(true)
    } else if (codeRef.current !== null) {
      // Leaves the copying to the reader.
      getSelection()?.selectAllChildren(codeRef.current)
    }
  }
  const label = isCopied ? labels.copied : labels.copyCode
  return (
    <div className="cr-code-block" dir="ltr">
      {/* The code takes the focus that scrolls it; the box would be a tab stop of its own. */}
      <pre className="cr-pre" tabIndex={-1}>
        <code ref={codeRef} className="cr-code-lines" data-language={language} tabIndex={-1}>
          {text}
        </code>
      </pre>
      <button
        type="button"
        className="cr-copy"
        tabIndex={-1}
        aria-label={label}
        title={label}
        onClick={() => {
          void copy()
        }}
      >
        {isCopied ? <CheckIcon /> : <CopyIcon />}
      </button>
    </div>
  )
}
