import { defineConfig } from 'vitest/config'

// RESULTS names a folder for machine-readable reports: `RESULTS=target/e2e npm run test:clients -w e2e`.
const results = process.env['RESULTS']

export default defineConfig({
  test: {
    include: ['clients/**/*.test.ts'],
    globalSetup: ['support/one-stack.ts'],
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 120_000,
    reporters: results === undefined ? ['default'] : ['default', 'json', 'junit'],
    ...(results === undefined
      ? {}
      : { outputFile: { json: `${results}/clients.json`, junit: `${results}/clients.xml` } }),
  },
})
