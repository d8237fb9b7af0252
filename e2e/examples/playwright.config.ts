import { defineConfig } from '@playwright/test'
import base from '../playwright.config.js'

/** The apps of `examples/`, installed from the packed package as their readers do. */
export default defineConfig({
  ...base,
  testDir: '.',
  outputDir: '../test-results/examples',
  globalSetup: './one-stack.ts',
  // A development server builds a page when it is first asked for.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: { ...base.use, actionTimeout: 30_000, navigationTimeout: 120_000 },
})
