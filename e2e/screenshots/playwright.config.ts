import { defineConfig } from '@playwright/test'
import base from '../playwright.config.js'

/** Makes the pictures of README.md. */
export default defineConfig({
  ...base,
  testDir: '.',
  outputDir: '../test-results/screenshots',
  globalSetup: '../browser/one-stack.ts',
})
