/** What stands in a line of a message. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  /** Somebody by their id, or everybody in the room. */
  | { readonly kind: 'mention'; readonly id: string | undefined }
  | { readonly kind: 'strong' | 'em' | 'del'; readonly children: readonly Inline[] }
  /** `named` when its words are the author's own, not the address. */
  | {
      readonly kind: 'link'
      readonly href: string
      readonly named: boolean
      readonly children: readonly Inline[]
    }

/** One entry of a list; `number` is the number as typed, undefined for a bullet. */
export interface ListItem {
  readonly number: number | undefined
  readonly children: readonly Block[]
}

/** A part of a message that has lines of its own. Two paragraphs never follow each other. */
export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'pre'; readonly language: string | undefined; readonly text: string }
  | { readonly kind: 'quote'; readonly children: readonly Block[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly ListItem[] }
