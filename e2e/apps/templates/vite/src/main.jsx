import { settingsFrom } from '@parley/react/provider'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Page } from './page'
import { Room } from './room'

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <Page>
      <Room
        roomId={new URLSearchParams(location.search).get('room')}
        settings={settingsFrom(import.meta.env)}
      />
    </Page>
  </StrictMode>,
)
