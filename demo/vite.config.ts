import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `./parley up` listens while the page is served by Vite. */
const server = 'http://127.0.0.1:3001'

export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1', proxy: { '/config.json': server, '/pusher': server } },
  build: {
    // Files of their own, never `data:` addresses: the page's policy allows fonts from itself only.
    assetsInlineLimit: 0,
    // The first browsers with `light-dark()`; for older ones it would be rewritten, badly.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    chunkSizeWarningLimit: 700,
  },
})
