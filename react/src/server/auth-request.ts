import { Refusal } from './refusal.js'

/** How many channels are answered for in one request. */
const mostChannels = 100
/** What a hundred of the longest names take, in characters. */
const longestForm = 65_536
const socketIdForm = /^\d{1,20}\.\d{1,20}$/
const place = /^channel_name\[\d*\]$/

/** What pusher-js asks, or `createChannelAuthorizer` for many channels at once. */
export type AuthRequest =
  | { readonly kind: 'sign-in'; readonly socketId: string }
  | { readonly kind: 'channel'; readonly socketId: string; readonly channel: string }
  | { readonly kind: 'channels'; readonly socketId: string; readonly channels: readonly string[] }

/** Reads the form of a request; throws a `Refusal` for one that makes no sense. */
export async function readAuthRequest(request: Request): Promise<AuthRequest> {
  const text = await request.text()
  if (text.length > longestForm) {
    throw new Refusal(413, 'The request is too large.')
  }
  const form = new URLSearchParams(text)
  const socketId = form.get('socket_id')
  if (socketId === null || !socketIdForm.test(socketId)) {
    throw malformed(`socket_id ${socketId === null ? 'is missing' : 'has a wrong form'}`)
  }
  const channel = form.get('channel_name')
  const channels = [...form].filter(([name]) => place.test(name)).map(([, value]) => value)
  if (channel !== null && channels.length > 0) {
    throw malformed('there is both channel_name and a list of it')
  }
  if (channels.length > mostChannels) {
    throw malformed(`there are ${channels.length} channels, must be ${mostChannels} at most`)
  }
  if (channel !== null) {
    return { kind: 'channel', socketId, channel }
  }
  return channels.length > 0
    ? { kind: 'channels', socketId, channels: [...new Set(channels)] }
    : { kind: 'sign-in', socketId }
}

function malformed(what: string): Refusal {
  return new Refusal(400, `Malformed request: ${what}.`)
}
