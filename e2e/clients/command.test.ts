import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { root } from '../stack.js'
import { freePlace, parseDotenv } from '../support/addresses.js'
import { sqlOf } from '../support/sql.js'

const place = inject('place')
const patience = 60_000
vi.setConfig({ testTimeout: patience + 10_000 })

interface Ended {
  readonly code: number | string | null | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Runs `./parley` to its end, which comes within seconds unless the machine is busy. */
async function parley(args: readonly string[], variables: object): Promise<Ended> {
  return new Promise((done) => {
    execFile(
      './parley',
      args,
      { cwd: root, env: { ...process.env, ...variables }, timeout: patience },
      (error, stdout, stderr) => {
        done({ code: error === null ? 0 : error.code, stdout, stderr })
      },
    )
  })
}

async function elsewhere(): Promise<object> {
  const data = mkdtempSync(path.join(tmpdir(), 'parley-command-'))
  onTestFinished(() => {
    rmSync(data, { recursive: true, force: true })
  })
  return freePlace(data)
}

describe('./parley up refuses, at once and with the cure,', () => {
  it('a folder that a running Parley has', async () => {
    const { code, stderr } = await parley(['up'], place)

    expect(code).not.toBe(0)
    expect(stderr).toContain(place.PARLEY_DATA)
    expect(stderr).toContain('PARLEY_DATA')
  })

  it.each([
    'PORT',
    'CHANNELS_PORT',
    'CHANNELS_ADMIN_PORT',
    'GATEWAY_PORT',
    'DATABASE_PORT',
  ] as const)('a taken %s', async (name) => {
    const { code, stderr } = await parley(['up'], {
      ...(await elsewhere()),
      [name]: place[name],
    })

    expect(code).not.toBe(0)
    expect(stderr).toMatch(new RegExp(`\\b${name}\\b`))
    expect(stderr).toContain(place[name])
  })

  it('an address for others with the secrets that everybody knows', async () => {
    const { code, stderr } = await parley(['up'], {
      ...(await elsewhere()),
      BIND_ADDRESS: '0.0.0.0',
      PARLEY_WELL_KNOWN_SECRETS: 'on',
    })

    expect(code).not.toBe(0)
    for (const name of ['PUSHER_SECRET', 'SUPABASE_JWT_SECRET', 'WEBHOOK_SECRET']) {
      expect(stderr).toContain(name)
    }
  })

  it('a value out of range', async () => {
    const { code, stderr } = await parley(['up'], { ...(await elsewhere()), PORT: '70000' })

    expect(code).not.toBe(0)
    expect(stderr).toContain('PORT is 70000, must be 0 to 65535')
  })

  it('a variable that it does not know', async () => {
    const { code, stderr } = await parley(['up'], { ...(await elsewhere()), PUSHER_SECRT: 'x' })

    expect(code).not.toBe(0)
    expect(stderr).toContain('PUSHER_SECRT')
  })
})

describe('./parley env', () => {
  it('prints secrets that are of this data folder alone', async () => {
    const other = parseDotenv((await parley(['env'], await elsewhere())).stdout)

    for (const name of ['SUPABASE_JWT_SECRET', 'PUSHER_SECRET', 'WEBHOOK_SECRET']) {
      expect(other.get(name)).toMatch(/^[0-9a-f]{64}$/)
      expect(parseDotenv(inject('dotenv')).get(name)).not.toBe(other.get(name))
    }
  })

  it('prints nothing but variables, and the same every time', async () => {
    const first = await parley(['env'], place)
    const second = await parley(['env'], place)

    expect(first).toEqual({ code: 0, stdout: inject('dotenv'), stderr: '' })
    expect(second.stdout).toBe(first.stdout)
    expect(parseDotenv(first.stdout).get('PARLEY_URL')).toBe(`http://127.0.0.1:${place.PORT}`)
  })
})

describe('the database', () => {
  it('has a row on disk before it answers COMMIT', async () => {
    const sql = sqlOf(inject('addresses'))

    const settings = await Promise.all(
      ['fsync', 'synchronous_commit', 'full_page_writes'].map(async (name) => {
        const [row] = await sql<{ value: string }[]>`select current_setting(${name}) as value`
        return row?.value
      }),
    )

    expect(settings).toEqual(['on', 'on', 'on'])
  })
})
