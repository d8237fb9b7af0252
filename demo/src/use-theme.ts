import { useCallback, useState, useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark'

const key = 'parley-theme'
const dark = window.matchMedia('(prefers-color-scheme: dark)')

function subscribe(listener: () => void): () => void {
  dark.addEventListener('change', listener)
  return () => {
    dark.removeEventListener('change', listener)
  }
}

/** What was chosen in this browser; undefined means: as the system, or that storage is refused. */
function stored(): Theme | undefined {
  try {
    const value = localStorage.getItem(key)
    return value === 'light' || value === 'dark' ? value : undefined
  } catch {
    return undefined
  }
}

function store(theme: Theme | undefined): void {
  try {
    if (theme === undefined) {
      localStorage.removeItem(key)
    } else {
      localStorage.setItem(key, theme)
    }
  } catch {
    // Storage is refused: the choice holds until the page is closed.
  }
}

function show(theme: Theme | undefined): void {
  if (theme === undefined) {
    delete document.documentElement.dataset['theme']
  } else {
    document.documentElement.dataset['theme'] = theme
  }
}

show(stored())

/** Light or dark: as the system until the other one is chosen, and again when that is undone. */
export function useTheme(): { readonly theme: Theme; readonly toggle: () => void } {
  const system = useSyncExternalStore(subscribe, () => (dark.matches ? 'dark' : 'light'))
  const [chosen, setChosen] = useState(stored)
  const theme = chosen ?? system
  const toggle = useCallback(() => {
    const other: Theme = theme === 'dark' ? 'light' : 'dark'
    const next = other === system ? undefined : other
    store(next)
    show(next)
    setChosen(next)
  }, [theme, system])
  return { theme, toggle }
}
