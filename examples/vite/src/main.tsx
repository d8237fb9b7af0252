import '@parley/react/styles.css'
import './app.css'
import { ParleyProvider, settingsFrom } from '@parley/react/provider'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import { supabase } from './supabase'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ParleyProvider supabase={supabase} {...settingsFrom(import.meta.env)}>
      <App />
    </ParleyProvider>
  </StrictMode>,
)
