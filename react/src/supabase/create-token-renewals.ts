/** What is used of a supabase-js client to hear of renewed tokens. */
export interface TokenClient {
  readonly auth: {
    onAuthStateChange(callback: (event: string) => void): {
      readonly data: { readonly subscription: { unsubscribe(): void } }
    }
  }
}

/**
 * Tells a listener whenever the access token of a supabase-js client was renewed, until the returned
 * function is called: what `createPusherRealtime` wants as `renewals`.
 */
export function createTokenRenewals(client: TokenClient): (listener: () => void) => () => void {
  return (listener) => {
    const { data } = client.auth.onAuthStateChange((event) => {
      if (event === 'TOKEN_REFRESHED') {
        // Not before the client has let go of its lock: asking it for the token would wait for itself.
        queueMicrotask(listener)
      }
    })
    return () => {
      data.subscription.unsubscribe()
    }
  }
}
