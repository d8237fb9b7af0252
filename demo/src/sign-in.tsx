import { isVisible } from '@parley/react'
import { useState, type ReactNode } from 'react'
import { clipped } from './clipped.js'
import { Logo } from './logo.js'
import { ThemeToggle } from './theme-toggle.js'
import { useTask } from './use-task.js'

/** Asks for a name; nothing else is needed. */
export function SignIn(props: { readonly signIn: (name: string) => Promise<void> }): ReactNode {
  const [name, setName] = useState('')
  const { isBusy, problem, run } = useTask()
  return (
    <main className="screen">
      <div className="corner">
        <ThemeToggle />
      </div>
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault()
          if (isVisible(name)) {
            run(() => props.signIn(name.trim()))
          }
        }}
      >
        <Logo />
        <h1>Welcome to Parley</h1>
        <p className="quiet">Rooms where every message arrives, once and in order.</p>
        <label className="field">
          <span>Your name</span>
          <input
            className="input"
            value={name}
            autoComplete="nickname"
            autoFocus
            required
            placeholder="Ada Lovelace"
            onChange={(event) => {
              setName(clipped(event.target.value, 60))
            }}
          />
        </label>
        {problem !== undefined && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" className="button wide" disabled={isBusy || !isVisible(name)}>
          {isBusy ? 'Signing in…' : 'Continue'}
        </button>
      </form>
    </main>
  )
}
