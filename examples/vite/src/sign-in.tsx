import { useState } from 'react'
import { supabase } from './supabase'

/** Signs a guest in by name. Any other way of Supabase's does as well: the room follows. */
export function SignIn() {
  const [problem, setProblem] = useState<string>()

  async function signIn(form: FormData) {
    const { error } = await supabase.auth.signInAnonymously({
      options: { data: { display_name: form.get('name') } },
    })
    setProblem(error?.message)
  }

  return (
    <form className="sign-in" action={signIn}>
      <input
        name="name"
        aria-label="Your name"
        placeholder="Your name"
        autoComplete="nickname"
        required
        maxLength={60}
      />
      <button>Continue</button>
      {problem !== undefined && <p role="alert">{problem}</p>}
    </form>
  )
}
