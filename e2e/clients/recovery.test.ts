import { randomUUID } from 'node:crypto'
import { createClient, type AuthChangeEvent } from '@supabase/supabase-js'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { supabaseClient } from '../support/people.js'
import { until } from '../support/wait.js'

const addresses = inject('addresses')
const mails = inject('mails')
const page = 'http://localhost:5173/new-password'
const oldPassword = 'correct horse battery'
const newPassword = 'staple of another kind'

interface ShownMail {
  readonly to: string
  readonly text: string
  readonly link: string
}

/** Signs somebody up and leaves, so that only the address and the password are known. */
async function account(): Promise<string> {
  const email = `${randomUUID()}@example.test`
  const { error } = await supabaseClient(addresses).auth.signUp({ email, password: oldPassword })
  expect(error).toBeNull()
  return email
}

async function mailsTo(email: string): Promise<ShownMail[]> {
  const answer = await fetch(mails)
  const shown = (await answer.json()) as ShownMail[]
  return shown.filter((mail) => mail.to === email)
}

/** Waits for a mail, as the developer does who looks into the inbox. */
async function mailTo(email: string): Promise<ShownMail> {
  return until(`a mail to ${email}`, async () => (await mailsTo(email))[0])
}

/** Follows a link as a browser does, and stops where it leads out of the gateway. */
async function follow(link: string): Promise<URL> {
  const answer = await fetch(link, { redirect: 'manual' })
  expect(answer.status).toBe(303)
  return new URL(answer.headers.get('location') ?? '')
}

async function signIn(email: string, password: string): Promise<string | undefined> {
  const { error } = await supabaseClient(addresses).auth.signInWithPassword({ email, password })
  return error?.code
}

/** A browser's storage, which outlives the page that asked for the mail. */
const storage = () => {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

function client(flowType: 'implicit' | 'pkce', kept = storage(), detectSessionInUrl = false) {
  return createClient(addresses.supabaseUrl, addresses.anonKey, {
    auth: { flowType, autoRefreshToken: false, detectSessionInUrl, storage: kept },
  })
}

/** Opens the page that a link leads to: supabase-js looks at the address by itself. */
function landed(flowType: 'implicit' | 'pkce', address: URL, kept = storage()) {
  vi.stubGlobal('document', { visibilityState: 'hidden' })
  vi.stubGlobal('window', {
    location: address,
    history: { replaceState: () => undefined },
    addEventListener: () => undefined,
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const events: AuthChangeEvent[] = []
  const supabase = client(flowType, kept, true)
  supabase.auth.onAuthStateChange((event) => void events.push(event))
  return { supabase, events }
}

describe('a forgotten password', () => {
  it('is replaced by way of the mail (implicit flow)', async () => {
    const email = await account()

    const asked = await client('implicit').auth.resetPasswordForEmail(email, { redirectTo: page })
    const address = await follow((await mailTo(email)).link)
    const { supabase, events } = landed('implicit', new URL(address))
    await until('PASSWORD_RECOVERY', () => events.includes('PASSWORD_RECOVERY'))
    const changed = await supabase.auth.updateUser({ password: newPassword })

    expect(asked).toEqual({ data: {}, error: null })
    expect(address.origin + address.pathname + address.search).toBe(page)
    expect(changed.error).toBeNull()
    expect(changed.data.user?.email).toBe(email)
    expect(await signIn(email, oldPassword)).toBe('invalid_credentials')
    expect(await signIn(email, newPassword)).toBeUndefined()
  })

  it('is replaced by way of the mail (PKCE flow)', async () => {
    const email = await account()
    const kept = storage()

    await client('pkce', kept).auth.resetPasswordForEmail(email, { redirectTo: page })
    const address = await follow((await mailTo(email)).link)
    const { supabase, events } = landed('pkce', new URL(address), kept)
    await until('PASSWORD_RECOVERY', () => events.includes('PASSWORD_RECOVERY'))
    const changed = await supabase.auth.updateUser({ password: newPassword })

    expect(address.origin + address.pathname + address.hash).toBe(page)
    expect(changed.error).toBeNull()
    expect(await signIn(email, oldPassword)).toBe('invalid_credentials')
    expect(await signIn(email, newPassword)).toBeUndefined()
  })

  it('gives its code to the client that asked, and once', async () => {
    const email = await account()
    const asking = client('pkce')
    await asking.auth.resetPasswordForEmail(email, { redirectTo: page })
    const address = await follow((await mailTo(email)).link)
    const code = address.searchParams.get('code') ?? ''
    const other = client('pkce')
    await other.auth.resetPasswordForEmail(`${randomUUID()}@example.test`)

    const stranger = await other.auth.exchangeCodeForSession(code)
    const exchanged = await asking.auth.exchangeCodeForSession(code)
    const again = await asking.auth.exchangeCodeForSession(code)

    expect(stranger.error?.code).toBe('bad_code_verifier')
    expect(exchanged.error).toBeNull()
    expect(exchanged.data.user?.email).toBe(email)
    expect(again.data.session).toBeNull()
  })

  it('is replaced by the six digits of the mail', async () => {
    const email = await account()
    const supabase = client('implicit')
    const events: AuthChangeEvent[] = []
    supabase.auth.onAuthStateChange((event) => void events.push(event))
    await supabase.auth.resetPasswordForEmail(email)
    const { text, link } = await mailTo(email)
    const token = /\b\d{6}\b/.exec(text.replace(link, ''))?.[0] ?? ''

    const verified = await supabase.auth.verifyOtp({ email, token, type: 'recovery' })
    const changed = await supabase.auth.updateUser({ password: newPassword })

    expect(verified.error).toBeNull()
    expect(changed.error).toBeNull()
    expect(events).toContain('PASSWORD_RECOVERY')
    expect(await signIn(email, newPassword)).toBeUndefined()
  })

  it('is replaced by the token of the link, as server-side apps verify it', async () => {
    const email = await account()
    const supabase = client('implicit')
    await supabase.auth.resetPasswordForEmail(email)
    const { link } = await mailTo(email)
    const tokenHash = new URL(link).searchParams.get('token') ?? ''

    const verified = await supabase.auth.verifyOtp({ token_hash: tokenHash, type: 'recovery' })

    expect(verified.error).toBeNull()
    expect(verified.data.user?.email).toBe(email)
  })

  it('of an unknown address is answered as that of a known one', async () => {
    const email = `${randomUUID()}@example.test`

    const asked = await supabaseClient(addresses).auth.resetPasswordForEmail(email)

    expect(asked).toEqual({ data: {}, error: null })
    expect(await mailsTo(email)).toEqual([])
  })

  it('is mailed once a minute', async () => {
    const email = await account()
    await supabaseClient(addresses).auth.resetPasswordForEmail(email)

    const { error } = await supabaseClient(addresses).auth.resetPasswordForEmail(email)

    expect(error).toMatchObject({ status: 429, code: 'over_email_send_rate_limit' })
  })

  it('is not replaced by a link that was used', async () => {
    const email = await account()
    await supabaseClient(addresses).auth.resetPasswordForEmail(email, { redirectTo: page })
    const { link } = await mailTo(email)
    await follow(link)

    const again = await follow(link)
    const { supabase } = landed('implicit', new URL(again))
    const { error } = await supabase.auth.initialize()

    expect(error).toMatchObject({ details: { code: 'otp_expired' } })
    expect(Object.fromEntries(new URLSearchParams(again.hash.slice(1)))).toEqual({
      error: 'access_denied',
      error_code: 'otp_expired',
      error_description: 'Email link is invalid or has expired',
    })
  })

  it('sends nobody to a page that is not the site’s', async () => {
    const email = await account()
    await supabaseClient(addresses).auth.resetPasswordForEmail(email, {
      redirectTo: 'https://evil.example/steal',
    })

    const { link } = await mailTo(email)

    expect(new URL(link).searchParams.get('redirect_to')).toBe('http://localhost:3000')
    const forged = new URL(link)
    forged.searchParams.set('redirect_to', 'https://evil.example/steal')
    expect((await follow(forged.href)).origin).toBe('http://localhost:3000')
  })
})
