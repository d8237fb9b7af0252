/** What an app's own server needs. Nothing here may reach a browser. */
export { createPusherAuth, type PusherAuthOptions } from './create-pusher-auth.js'
export type { ProjectOptions } from './project.js'
