import { defineConfig } from '@playwright/test'
import base from '../playwright.config.js'

/** Apps made of the packed package with what its users build with. */
export default defineConfig({
  ...base,
  testDir: '.',
  outputDir: '../test-results/apps',
  globalSetup: '../examples/one-stack.ts',
  // While one waits for the registry another builds.
  fullyParallel: true,
  workers: 2,
  // Most of it is what the makers of apps wait for as well: installing and building.
  timeout: 600_000,
  expect: { timeout: 30_000 },
})
