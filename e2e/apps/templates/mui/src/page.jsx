import CssBaseline from '@mui/material/CssBaseline'

/** What the app has around the room. */
export function Page({ children }) {
  return (
    <main>
      <CssBaseline />
      {children}
    </main>
  )
}
