import { defineConfig } from '@playwright/test'
import base from '../playwright.config.js'

/** The apps of `examples/`, installed from the packed package as their readers do. */
export default defineConfig({
  ...base,
  testDir: '.',
  outputDir: '../test-results/examples',
  globalSetup: './one-stack.ts',
})
