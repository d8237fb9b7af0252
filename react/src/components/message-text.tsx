'use client'

import { memo, useCallback, type FunctionComponent, type ReactNode } from 'react'
import { everybody, parse, type Block, type Inline } from '../format/index.js'
import { useCurrentUser, useRoomView, type RoomView } from '../react/index.js'
import { CodeBlock } from './code-block.js'
import { isFewEmoji } from './few-emoji.js'
import { useRoomUi } from './room-ui.js'
import { replaceable, type SlotProps } from './slots.js'

function Link(props: { readonly link: Extract<Inline, { kind: 'link' }> }): ReactNode {
  const { href, named, children } = props.link
  return (
    <a
      className="cr-link"
      // Addresses run from left to right, and what is in a link turns nothing around it.
      dir={named ? 'auto' : 'ltr'}
      href={href}
      title={named ? href : undefined}
      target="_blank"
      rel="noopener noreferrer nofollow ugc"
      tabIndex={-1}
    >
      {words(children)}
    </a>
  )
}

function Mention(props: { readonly id: string }): ReactNode {
  const { id } = props
  const { nameOf } = useRoomUi()
  const person = useRoomView(useCallback((view: RoomView) => view.person(id), [id]))
  return (
    <span className="cr-mention" data-own={useCurrentUser().id === id || undefined}>
      @<bdi>{nameOf(person)}</bdi>
    </span>
  )
}

function words(nodes: readonly Inline[]): ReactNode {
  return nodes.map((node, key) => {
    switch (node.kind) {
      case 'text':
        return node.text
      case 'code':
        return (
          <code key={key} className="cr-code" dir="ltr">
            {node.text}
          </code>
        )
      case 'mention':
        return node.id === undefined ? (
          <span key={key} className="cr-mention" data-own="true">
            @{everybody}
          </span>
        ) : (
          <Mention key={key} id={node.id} />
        )
      case 'link':
        return <Link key={key} link={node} />
      case 'strong':
      case 'em':
      case 'del': {
        const { kind: Element } = node
        return (
          <Element key={key} className={`cr-${Element}`}>
            {words(node.children)}
          </Element>
        )
      }
    }
  })
}

function parts(blocks: readonly Block[]): ReactNode {
  const [only] = blocks
  if (blocks.length === 1 && only?.kind === 'paragraph') {
    return words(only.children)
  }
  return blocks.map((block, key) => {
    switch (block.kind) {
      case 'paragraph':
        // In the line, so that what follows the message can stand beside its last one.
        return (
          <span key={key} className="cr-paragraph" dir="auto">
            {words(block.children)}
          </span>
        )
      case 'pre':
        return <CodeBlock key={key} text={block.text} language={block.language} />
      case 'quote':
        return (
          <blockquote key={key} className="cr-quote" dir="auto">
            {parts(block.children)}
          </blockquote>
        )
      case 'list': {
        const List = block.ordered ? 'ol' : 'ul'
        return (
          <List
            key={key}
            className="cr-list-block"
            dir="auto"
            data-wide={block.items.some(({ number = 0 }) => number > 99) || undefined}
          >
            {block.items.map(({ number, children }, index) => (
              <li key={index} className="cr-item" value={number}>
                {parts(children)}
              </li>
            ))}
          </List>
        )
      }
    }
  })
}

/** What somebody wrote, drawn from its marks; never HTML. */
export const MessageText: FunctionComponent<SlotProps['Text']> = replaceable(
  'Text',
  memo(({ text }) => {
    return isFewEmoji(text) ? <span className="cr-large">{text}</span> : parts(parse(text))
  }),
)
