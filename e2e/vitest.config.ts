import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['clients/**/*.test.ts'],
    globalSetup: ['support/one-stack.ts'],
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 120_000,
  },
})
