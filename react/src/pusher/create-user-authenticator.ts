import { isFields, texts } from '../core/wire/values.js'
import { post, toError, type EndpointOptions } from './endpoint.js'

/** `endpoint` is the worker's `POST /pusher/user-auth`, or one of the app that answers like it. */
export type UserAuthenticatorOptions = EndpointOptions

/** What signs a connection in. */
export interface UserSignature {
  readonly auth: string
  readonly user_data: string
}

/** What pusher-js takes as `userAuthentication.customHandler`. */
export type UserAuthenticator = (
  connection: { readonly socketId: string },
  done: (error: Error | null, signature: UserSignature | null) => void,
) => void

/** Asks an endpoint as whom a connection signs in; a refusal tells its status. */
export function createUserAuthenticator(options: UserAuthenticatorOptions): UserAuthenticator {
  return ({ socketId }, done) => {
    post(options, new URLSearchParams({ socket_id: socketId }))
      .then(signatureOf)
      .then(
        (signature) => {
          done(null, signature)
        },
        (error: unknown) => {
          done(toError(error), null)
        },
      )
  }
}

function signatureOf(body: unknown): UserSignature {
  const { auth, user_data } = isFields(body) ? texts(body, ['auth', 'user_data']) : {}
  if (auth === undefined || user_data === undefined) {
    throw new Error('the answer has no signature')
  }
  return { auth, user_data }
}
