import { act, cleanup, render, screen, within, type RenderResult } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import { StrictMode, type ReactElement } from 'react'
import { afterEach } from 'vitest'
import { ChatRoom, createChatClient, type ChatClient, type ChatRoomProps } from '../../src/index.js'
import type { TestConnection } from '../../src/testing/index.js'
import { ada, createStage, type Stage, type StageOptions } from '../core/harness.js'

afterEach(() => {
  cleanup()
  localStorage.clear()
})

/** A room on a page in StrictMode, against the test server. */
export interface RoomPage extends Stage {
  readonly connection: TestConnection
  readonly client: ChatClient
  readonly user: UserEvent
  readonly element: (props?: Partial<ChatRoomProps>) => ReactElement
  readonly view: RenderResult
  /** Lets time pass in the room. */
  readonly pass: (ms: number) => Promise<void>
  readonly field: () => HTMLElement
  readonly articles: () => readonly HTMLElement[]
  /** The message that contains `text`. */
  readonly message: (text: string) => HTMLElement
}

/** A stage and a client of Ada's on it, nothing shown yet. */
export function preparePage(stage: Stage): Omit<RoomPage, 'view'> {
  const connection = stage.server.connect(ada.id)
  const { backend, realtime, environment } = connection
  let made = 0
  const client = createChatClient({
    backend,
    realtime,
    environment,
    clock: stage.clock,
    timeZone: 'UTC',
    newId: () => `own-${++made}`,
  })
  const articles = (): readonly HTMLElement[] => screen.queryAllByRole('article')
  return {
    ...stage,
    connection,
    client,
    user: userEvent.setup({ delay: null }),
    element: (props) => (
      <StrictMode>
        <ChatRoom
          roomId={stage.room.id}
          currentUser={ada}
          client={client}
          locale="en-GB"
          timeZone="UTC"
          {...props}
        />
      </StrictMode>
    ),
    pass: (ms) => act(() => stage.clock.advance(ms)),
    field: () => screen.getByRole('textbox', { name: 'Message' }),
    articles,
    message: (text) => {
      const found = articles().find((article) => within(article).queryByText(text) !== null)
      if (found === undefined) {
        throw new Error(`no message says ${JSON.stringify(text)}`)
      }
      return found
    },
  }
}

/** Opens a room as Ada and waits until it is ready. */
export async function openPage(
  options: StageOptions & {
    readonly before?: (stage: Stage) => void
    readonly props?: Partial<ChatRoomProps>
  } = {},
): Promise<RoomPage> {
  const stage = createStage(options)
  options.before?.(stage)
  const page = preparePage(stage)
  const view = render(page.element(options.props))
  await page.pass(100)
  return { ...page, view }
}
