/** How many addresses are remembered; the oldest goes first. */
const most = 500

const broken = new Set<string>()
const listeners = new Set<() => void>()

function tell(): void {
  for (const listener of listeners) {
    listener()
  }
}

/** Whether the picture at this address could not be loaded; it is not asked for again. */
export function isBroken(url: string | undefined): boolean {
  return url !== undefined && broken.has(url)
}

/** Remembers, in a browser only, that a picture could not be loaded. */
export function noteBroken(url: string): void {
  broken.add(url)
  const [oldest] = broken
  if (broken.size > most && oldest !== undefined) {
    broken.delete(oldest)
  }
  tell()
}

// What failed without a network may well be there with one.
function forgetAll(): void {
  broken.clear()
  tell()
}

/** Calls `listener` when an answer may have changed, until the returned function is called. */
export function watchBroken(listener: () => void): () => void {
  if (listeners.size === 0) {
    window.addEventListener('online', forgetAll)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      window.removeEventListener('online', forgetAll)
    }
  }
}
