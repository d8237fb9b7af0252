import { randomUUID } from 'node:crypto'
import { describe, expect, inject, it } from 'vitest'
import { good, person, supabaseClient } from '../support/people.js'
import { sqlOf } from '../support/sql.js'
import { signedToken, userClaims } from '../support/tokens.js'

const addresses = inject('addresses')
const password = 'correct horse battery'
const newEmail = (): string => `${randomUUID()}@example.test`

async function signedUp(email: string = newEmail()) {
  const supabase = supabaseClient(addresses)
  const { data, error } = await supabase.auth.signUp({
    email,
    password,
    options: { data: { display_name: 'Ada' } },
  })
  if (error !== null || data.session === null || data.user === null) {
    throw new Error(`unable to sign up; ${error?.message ?? 'the answer has no session'}`)
  }
  return { email, supabase, session: data.session, user: data.user }
}

describe('signing in', () => {
  it('anonymously gives a session of role authenticated', async () => {
    const ada = await person(addresses, 'Ada')

    const { data, error } = await ada.supabase.auth.getUser()

    expect(error).toBeNull()
    expect(data.user).toMatchObject({
      id: ada.id,
      aud: 'authenticated',
      role: 'authenticated',
      is_anonymous: true,
      user_metadata: { display_name: 'Ada' },
    })
  })

  it('fills the profile with the name that was given', async () => {
    const ada = await person(addresses, 'Ada Lovelace')

    const profile = good(
      await ada.supabase.from('profiles').select('display_name').eq('id', ada.id).single(),
    )

    expect(profile.display_name).toBe('Ada Lovelace')
  })

  it('by sign-up gives a session and an e-mail identity at once', async () => {
    const { email, session, user } = await signedUp()

    expect(session).toMatchObject({ token_type: 'bearer', expires_in: 3_600 })
    expect(session.expires_at).toBeGreaterThan(Date.now() / 1_000)
    expect(user).toMatchObject({
      email,
      is_anonymous: false,
      app_metadata: { provider: 'email', providers: ['email'] },
    })
    expect(user.identities?.map((identity) => identity.provider)).toEqual(['email'])
  })

  it('makes no name of the e-mail when none was given', async () => {
    const supabase = supabaseClient(addresses)
    const email = `grace-${randomUUID()}@example.test`
    const { data } = await supabase.auth.signUp({ email, password })

    const profile = good(
      await supabase
        .from('profiles')
        .select('display_name')
        .eq('id', data.user?.id ?? '')
        .single(),
    )

    expect(profile.display_name).toBe('Guest')
  })

  it('signs up the same e-mail only once, whatever its case', async () => {
    const { email } = await signedUp()

    const { error } = await supabaseClient(addresses).auth.signUp({
      email: email.toUpperCase(),
      password,
    })

    expect(error).toMatchObject({ status: 422, code: 'user_already_exists' })
  })

  it('refuses a weak password', async () => {
    const { error } = await supabaseClient(addresses).auth.signUp({
      email: newEmail(),
      password: '12345',
    })

    expect(error).toMatchObject({ status: 422, code: 'weak_password', reasons: ['length'] })
  })

  it.each([
    ['zero-width space', '\u200b'],
    ['right-to-left mark', '\u200f'],
    ['NUL', '\u0000'],
    ['Cyrillic letter', '\u0430'],
  ])('refuses an e-mail with a %s', async (_name, character) => {
    const { error } = await supabaseClient(addresses).auth.signUp({
      email: `ada${character}${newEmail()}`,
      password,
    })

    expect(error).toMatchObject({ status: 400, code: 'validation_failed' })
  })

  it.each([
    ['more than a token can carry', 'x'.repeat(900_000)],
    ['a NUL', 'Ada\u0000'],
    ['half of an emoji', '\ud83d'],
  ])('refuses metadata with %s', async (_what, name) => {
    const options = { data: { display_name: name } }
    const { supabase } = await signedUp()

    const signUp = await supabaseClient(addresses).auth.signInAnonymously({ options })
    const update = await supabase.auth.updateUser(options)

    expect(signUp.error).toMatchObject({ status: 400, code: 'validation_failed' })
    expect(update.error).toMatchObject({ status: 400, code: 'validation_failed' })
  })

  it('by password gives a session of its own', async () => {
    const first = await signedUp()

    const { data, error } = await supabaseClient(addresses).auth.signInWithPassword({
      email: first.email,
      password,
    })

    expect(error).toBeNull()
    expect(data.user?.id).toBe(first.user.id)
    expect(data.session?.refresh_token).not.toBe(first.session.refresh_token)
  })

  it.each(['wrong password', 'unknown e-mail'])('refuses a %s', async (which) => {
    const { email } = await signedUp()

    const { error } = await supabaseClient(addresses).auth.signInWithPassword(
      which === 'wrong password' ? { email, password: 'wrong' } : { email: newEmail(), password },
    )

    expect(error).toMatchObject({ status: 400, code: 'invalid_credentials' })
  })
})

describe('refreshing', () => {
  it('gives a new refresh token and a token that the database takes', async () => {
    const { session, supabase, user } = await signedUp()

    const { data, error } = await supabase.auth.refreshSession()

    expect(error).toBeNull()
    expect(data.session?.refresh_token).not.toBe(session.refresh_token)
    expect(good(await supabase.from('profiles').select('id').eq('id', user.id))).toHaveLength(1)
  })

  it('forgives a repeat within ten seconds with the same new token', async () => {
    const { session } = await signedUp()
    const again = () =>
      supabaseClient(addresses).auth.refreshSession({ refresh_token: session.refresh_token })
    const first = await again()

    const second = await again()

    expect(second.error).toBeNull()
    expect(second.data.session?.refresh_token).toBe(first.data.session?.refresh_token)
  })

  it('ends the whole session when an old token comes back late', async () => {
    const sql = sqlOf(addresses)
    const { session, supabase, user } = await signedUp()
    await supabase.auth.refreshSession()
    const { data: latest } = await supabase.auth.refreshSession()
    await sql`update auth.refresh_tokens set updated_at = now() - interval '1 hour',
      created_at = now() - interval '2 hours' where user_id = ${user.id} and revoked`

    const late = await supabaseClient(addresses).auth.refreshSession({
      refresh_token: session.refresh_token,
    })
    const after = await supabaseClient(addresses).auth.refreshSession({
      refresh_token: latest.session?.refresh_token ?? '',
    })

    const holder = await supabaseClient(addresses).auth.getUser(latest.session?.access_token)

    expect(late.error).toMatchObject({ status: 400, code: 'refresh_token_already_used' })
    expect(after.error).not.toBeNull()
    expect(holder.error?.name).toBe('AuthSessionMissingError')
  })

  it('refuses a token that was never given out', async () => {
    const { error } = await supabaseClient(addresses).auth.refreshSession({
      refresh_token: 'nobodysToken',
    })

    expect(error).toMatchObject({ status: 400, code: 'refresh_token_not_found' })
  })
})

describe('the signed-in user', () => {
  it.each([
    ['signed with another secret', () => signedToken(userClaims(randomUUID()), 'x'.repeat(40))],
    ['expired', () => signedToken(userClaims(randomUUID(), { exp: 1_700_000_000 }))],
    ['without an end', () => signedToken(userClaims(randomUUID(), { exp: undefined }))],
    ['no token at all', () => 'not.a.token'],
  ])('is refused with a token that is %s', async (_why, token) => {
    const { data, error } = await supabaseClient(addresses).auth.getUser(token())

    expect(data.user).toBeNull()
    expect(error).toMatchObject({ status: 403, code: 'bad_jwt' })
  })

  it('is nobody without a session', async () => {
    const { error } = await supabaseClient(addresses).auth.getUser()

    expect(error?.name).toBe('AuthSessionMissingError')
  })

  it('keeps other metadata when some changes', async () => {
    const { supabase } = await signedUp()

    await supabase.auth.updateUser({ data: { colour: 'green' } })
    const { data } = await supabase.auth.getUser()

    expect(data.user?.user_metadata).toMatchObject({ display_name: 'Ada', colour: 'green' })
  })

  it('signs in with a changed password and no longer with the old one', async () => {
    const { email, supabase } = await signedUp()

    await supabase.auth.updateUser({ password: 'a new password' })

    const withNew = await supabaseClient(addresses).auth.signInWithPassword({
      email,
      password: 'a new password',
    })
    const withOld = await supabaseClient(addresses).auth.signInWithPassword({ email, password })
    expect(withNew.error).toBeNull()
    expect(withOld.error).toMatchObject({ code: 'invalid_credentials' })
  })

  it('has claims that a server can read', async () => {
    const { supabase, user } = await signedUp()

    const { data, error } = await supabase.auth.getClaims()

    expect(error).toBeNull()
    expect(data?.claims).toMatchObject({
      sub: user.id,
      role: 'authenticated',
      aud: 'authenticated',
      aal: 'aal1',
      is_anonymous: false,
      email: user.email,
    })
  })

  it('can move to another client with setSession', async () => {
    const { session, user } = await signedUp()

    const { data, error } = await supabaseClient(addresses).auth.setSession(session)

    expect(error).toBeNull()
    expect(data.user?.id).toBe(user.id)
  })
})

describe('signing out', () => {
  it('everywhere ends every session', async () => {
    const first = await signedUp()
    const other = supabaseClient(addresses)
    const second = await other.auth.signInWithPassword({ email: first.email, password })

    const { error } = await first.supabase.auth.signOut()

    expect(error).toBeNull()
    for (const token of [first.session.refresh_token, second.data.session?.refresh_token ?? '']) {
      const refreshed = await supabaseClient(addresses).auth.refreshSession({
        refresh_token: token,
      })
      expect(refreshed.error).toMatchObject({ status: 400 })
    }
    const { error: gone } = await supabaseClient(addresses).auth.getUser(first.session.access_token)
    expect(gone).not.toBeNull()
  })

  it('locally leaves the other sessions alone', async () => {
    const first = await signedUp()
    const other = supabaseClient(addresses)
    await other.auth.signInWithPassword({ email: first.email, password })

    await first.supabase.auth.signOut({ scope: 'local' })

    expect((await other.auth.refreshSession()).error).toBeNull()
    const ended = await supabaseClient(addresses).auth.refreshSession({
      refresh_token: first.session.refresh_token,
    })
    expect(ended.error).toMatchObject({ status: 400 })
  })
})
