import type { ReactNode } from 'react'
import { MoonIcon, SunIcon } from './icons.js'
import { useTheme } from './use-theme.js'

/** Switches between light and dark. */
export function ThemeToggle(): ReactNode {
  const { theme, toggle } = useTheme()
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={theme === 'dark' ? 'Use light colours' : 'Use dark colours'}
      onClick={toggle}
    >
      {theme === 'dark' ? <SunIcon /> : <MoonIcon />}
    </button>
  )
}
