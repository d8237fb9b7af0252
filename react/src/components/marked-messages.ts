/** A message of which something is marked, and what is marked of it if that is not all. */
export interface MarkedMessage {
  readonly key: string
  readonly part: string | undefined
}

/** The part of `range` that is in `element`; empty where they only touch. */
function shared(range: Range, element: Element): string {
  const own = document.createRange()
  own.selectNodeContents(element)
  if (range.compareBoundaryPoints(Range.START_TO_START, own) > 0) {
    own.setStart(range.startContainer, range.startOffset)
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, own) < 0) {
    own.setEnd(range.endContainer, range.endOffset)
  }
  return own.toString()
}

/** The messages in `list` that a selection reaches over, from the oldest. */
export function markedMessages(
  list: Element,
  selection: Selection | null,
): readonly MarkedMessage[] {
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) {
    return []
  }
  const range = selection.getRangeAt(0)
  return [...list.querySelectorAll<HTMLElement>('[data-row-key]')].flatMap((row) => {
    const text = row.querySelector('.cr-text')
    const key = row.dataset['rowKey']
    if (text === null || key === undefined || !range.intersectsNode(text)) {
      return []
    }
    const part = shared(range, text)
    return part.trim() === '' ? [] : [{ key, part: part === text.textContent ? undefined : part }]
  })
}
