import { describe, expect, inject, it } from 'vitest'

const addresses = inject('addresses')

const get = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(`${addresses.web}${path}`, init)

describe('the page', () => {
  it('is served with a policy that lets it load and reach only what it needs', async () => {
    const answer = await get('/')

    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(answer.status).toBe(200)
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain(`connect-src 'self' ${addresses.supabaseUrl} ws://`)
    expect(policy).not.toMatch(/unsafe|\*/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('has files that are there and may be kept for ever', async () => {
    const html = await (await get('/')).text()
    const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
      ([, file]) => file ?? '',
    )

    const answers = await Promise.all(files.map((file) => get(file)))

    expect(files.length).toBeGreaterThan(1)
    for (const answer of answers) {
      expect(answer.status).toBe(200)
      expect(answer.headers.get('cache-control')).toContain('immutable')
    }
  })

  it('learns its addresses but no secret', async () => {
    const text = await (await get('/config.json')).text()

    expect(JSON.parse(text)).toMatchObject({
      supabaseUrl: addresses.supabaseUrl,
      supabaseAnonKey: addresses.anonKey,
      pusherKey: addresses.pusher.key,
      pusherPort: addresses.pusher.port,
    })
    expect(text).not.toContain(addresses.pusher.secret)
    expect(text).not.toMatch(/service_role|postgres/)
  })

  it('does not make a stranger’s host name its own', async () => {
    const answer = await get('/config.json', { headers: { Host: '"><script>' } }).catch(() => null)

    expect((await answer?.text()) ?? '').not.toContain('<script>')
  })

  it.each(['/nothing.js', '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2fx'])(
    'has nothing at %s',
    async (path) => {
      const answer = await get(path)

      expect(await answer.text()).not.toContain('root:')
      if (answer.ok) {
        expect(answer.headers.get('content-type')).toContain('text/html')
      }
    },
  )
})

describe('the worker', () => {
  it('says that it lives and that it is ready', async () => {
    expect((await get('/health')).status).toBe(200)
    expect(await (await get('/ready')).json()).toMatchObject({ ready: true, mode: 'wal' })
  })

  it.each(['/webhook', '/pusher/auth', '/pusher/user-auth'])(
    'does not answer GET %s as if it were a page',
    async (path) => {
      const { status } = await get(path)

      expect([404, 405]).toContain(status)
    },
  )

  it('does not answer a scraper with a page', async () => {
    const answer = await get('/metrics')

    expect(answer.headers.get('content-type')).not.toContain('text/html')
  })

  it('takes a webhook without a secret from this machine only while none was chosen', async () => {
    const post = (headers: Record<string, string>) =>
      get('/webhook', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({
          type: 'INSERT',
          table: 'messages',
          schema: 'public',
          record: { id: crypto.randomUUID(), room_id: crypto.randomUUID(), content: 'x' },
          old_record: null,
        }),
      })

    const refused = [
      await post({ 'x-webhook-secret': 'wrong' }),
      await post({ 'x-forwarded-for': '192.0.2.1' }),
      await post({ origin: 'https://elsewhere.example' }),
    ].map((answer) => answer.status)
    const local = await post({})
    const right = await post({ 'x-webhook-secret': addresses.webhookSecret })

    expect(refused).toEqual([401, 401, 401])
    expect([local.ok, right.ok]).toEqual([true, true])
  })
})
