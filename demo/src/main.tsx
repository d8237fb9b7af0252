import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@fontsource-variable/inter'
import './app.css'
import '@parley/react/styles.css'
import { App } from './app.js'

const root = document.getElementById('root')
if (root === null) {
  throw new Error('the page has no element #root')
}
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
