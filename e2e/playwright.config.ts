import { defineConfig } from '@playwright/test'

import { findChromium } from '../scripts/chromium.js'

const chromium = findChromium(process.env)

export default defineConfig({
  testDir: 'browser',
  outputDir: 'test-results',
  globalSetup: './browser/one-stack.ts',
  workers: 1,
  forbidOnly: true,
  // What hangs fails by the limit of its step; a test of many steps on a slow machine does not.
  timeout: 90_000,
  expect: { timeout: 8_000 },
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 15_000,
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    // A trace of every test costs a third of its time: --trace retain-on-failure records one when it is needed.
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
