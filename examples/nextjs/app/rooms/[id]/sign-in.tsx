'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { createClient } from '@/lib/supabase-browser'

/** Signs a guest in by name. The browser does it, so that the room follows without a new page. */
export function SignIn() {
  const router = useRouter()
  const [problem, setProblem] = useState<string>()

  async function signIn(form: FormData) {
    const { error } = await createClient().auth.signInAnonymously({
      options: { data: { display_name: form.get('name') } },
    })
    setProblem(error?.message)
    router.refresh() // the server knows the person by the cookie from now on
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
