import { isFields, texts, type Fields } from '../core/wire/values.js'
import { Refusal } from './refusal.js'

/** How long the database may take, in milliseconds. */
const patience = 5_000
/** What Pusher takes of a person, in bytes of JSON. */
const largestInfo = 1_024

export interface ProjectOptions {
  /** `https://<ref>.supabase.co`, or the gateway's address. */
  readonly supabaseUrl: string
  readonly supabaseAnonKey: string
  /** The environment's own `fetch` when absent. */
  readonly fetch?: typeof fetch
}

/** Whether somebody may, and as whom. */
export type Verdict =
  | { readonly allowed: false; readonly reason: string }
  | { readonly allowed: true; readonly userId?: string; readonly userInfo?: Fields }

/** The database, asked with a person's own token. Each question throws a `Refusal` that says why it has no answer. */
export interface Project {
  readonly channels: (token: string, names: readonly string[]) => Promise<readonly Verdict[]>
  readonly user: (token: string) => Promise<Verdict>
}

export function createProject(options: ProjectOptions): Project {
  const { supabaseAnonKey: key, fetch: send = fetch } = options
  const root = options.supabaseUrl.replace(/\/+$/, '')

  const ask = async (name: string, token: string, question: Fields): Promise<unknown> => {
    const response = await send(`${root}/rest/v1/rpc/${name}`, {
      method: 'POST',
      headers: {
        apikey: key,
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify(question),
      signal: AbortSignal.timeout(patience),
    }).catch(() => undefined)
    const answer: unknown = await response?.json().catch(() => undefined)
    if (response?.ok === true && answer !== undefined) {
      return answer
    }
    const { code, message } = isFields(answer) ? texts(answer, ['code', 'message']) : {}
    if (response?.status === 401 || response?.status === 403) {
      const why = message ?? 'sign in again'
      throw new Refusal(403, `Supabase refuses the access token: ${why}`)
    }
    if (response?.status === 404 && code === 'PGRST202') {
      const cure = "apply Parley's migrations (supabase/migrations) to it"
      throw new Refusal(503, `This project has no function ${name}: ${cure}.`)
    }
    throw new Refusal(503, 'Supabase did not answer: try again.')
  }

  return {
    channels: async (token, names) => {
      const answers = await ask('authorize_channels', token, { names })
      // Where there is no answer, there is no yes.
      return names.map((_, nth) =>
        toVerdict(
          Array.isArray(answers) ? answers[nth] : undefined,
          'You may not listen to this channel.',
        ),
      )
    },
    user: async (token) =>
      toVerdict(await ask('authorize_user', token, {}), 'You may not sign in.'),
  }
}

function toVerdict(answer: unknown, otherwise: string): Verdict {
  if (!isFields(answer) || answer['allowed'] !== true) {
    const { reason = otherwise } = isFields(answer) ? texts(answer, ['reason']) : {}
    return { allowed: false, reason }
  }
  const { user_id: userId } = texts(answer, ['user_id'])
  const userInfo = shownOf(answer['user_info'])
  return {
    allowed: true,
    ...(userId === undefined ? {} : { userId }),
    ...(userInfo === undefined ? {} : { userInfo }),
  }
}

/** What others may know of a person, without the picture if that is too much. */
function shownOf(info: unknown): Fields | undefined {
  if (!isFields(info)) {
    return undefined
  }
  return [info, { ...info, avatar_url: undefined }].find(
    (shown) => new TextEncoder().encode(JSON.stringify(shown)).length <= largestInfo,
  )
}
