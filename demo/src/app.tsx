import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { loadConfig } from './config.js'
import { Logo } from './logo.js'
import { createSession, type Session } from './session.js'
import { Shell } from './shell.js'
import { SignIn } from './sign-in.js'
import { messageOf } from './message-of.js'

type Boot =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'ready'; readonly session: Session }

/** Asks where the service is, then shows whatever the session calls for. */
export function App(): ReactNode {
  const [boot, setBoot] = useState<Boot>({ kind: 'loading' })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let isCurrent = true
    loadConfig().then(
      (config) => {
        if (isCurrent) {
          setBoot({ kind: 'ready', session: createSession(config) })
        }
      },
      (error: unknown) => {
        if (isCurrent) {
          setBoot({ kind: 'failed', reason: messageOf(error) })
        }
      },
    )
    return () => {
      isCurrent = false
    }
  }, [attempt])
  switch (boot.kind) {
    case 'loading':
      return <Splash />
    case 'failed':
      return (
        <main className="screen">
          <div className="card" role="alert">
            <Logo />
            <h1>Not connected</h1>
            <p className="quiet">{boot.reason}</p>
            <button
              type="button"
              className="button"
              onClick={() => {
                setBoot({ kind: 'loading' })
                setAttempt(attempt + 1)
              }}
            >
              Try again
            </button>
          </div>
        </main>
      )
    case 'ready':
      return <Entrance session={boot.session} />
  }
}

function Splash(): ReactNode {
  return (
    <main className="screen" aria-busy="true">
      <span className="splash">
        <Logo />
        <span className="hidden">Loading</span>
      </span>
    </main>
  )
}

function Entrance(props: { readonly session: Session }): ReactNode {
  const { session } = props
  const state = useSyncExternalStore(session.subscribe, session.get)
  switch (state.kind) {
    case 'starting':
      return <Splash />
    case 'signed-out':
      return <SignIn signIn={session.signIn} />
    case 'signed-in':
      return <Shell key={state.user.id} signedIn={state} signOut={session.signOut} />
  }
}
