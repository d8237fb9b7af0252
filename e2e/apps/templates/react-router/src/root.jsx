import { Links, Meta, Outlet, Scripts, ScrollRestoration } from 'react-router'
import './page.css'

export const links = () => [{ rel: 'icon', href: 'data:,' }]

export const meta = () => [{ title: 'Chat' }]

export function Layout({ children }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  )
}

export default function App() {
  return <Outlet />
}
