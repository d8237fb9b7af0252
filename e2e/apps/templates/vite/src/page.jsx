import './page.css'

/** What the app has around the room. */
export function Page({ children }) {
  return <main>{children}</main>
}
