import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/** Runs what shows a whole room with another React than the newest, one of `react-versions`. */
function withReact(version: string): TestProjectInlineConfiguration {
  const { resolve } = createRequire(new URL(`../react-versions/${version}/`, import.meta.url))
  const folderOf = (name: string): string => dirname(resolve(`${name}/package.json`))
  return {
    extends: true,
    resolve: {
      alias: [
        ...['react', 'react-dom'].map((name) => ({
          find: new RegExp(`^${name}(?=/|$)`),
          replacement: folderOf(name),
        })),
        // Its main file asks Node for React, which knows no aliases; this one asks as we do.
        {
          find: /^@testing-library\/react$/,
          replacement: '@testing-library/react/dist/@testing-library/react.esm.js',
        },
      ],
    },
    test: {
      name: `react ${version}`,
      environment: 'jsdom',
      include: [
        'test/components/{inputs,react-version,room,server-rendering}.test.tsx',
        'test/provider/server-rendering.test.tsx',
      ],
      provide: { react: version },
      // What imports React itself has to take this one.
      server: { deps: { inline: [/@testing-library\/react/, /@tanstack\/react-virtual/] } },
    },
  }
}

/** The oldest of each line on every run, the others with all that is slow. */
const versions =
  process.env['EVERY_REACT'] === undefined ? ['18.2', '19.0'] : ['18.2', '18.3', '19.0', '19.1']

declare module 'vitest' {
  interface ProvidedContext {
    /** The beginning of the version that the tests of a project run with. */
    readonly react: string
  }
}

export default defineConfig({
  test: {
    testTimeout: 10_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          environment: 'node',
          include: ['test/{core,format,supabase,pusher,testing,provider,server}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'react',
          provide: { react: '19' },
          environment: 'jsdom',
          include: ['test/{react,components}/**/*.test.{ts,tsx}', 'test/provider/**/*.test.tsx'],
        },
      },
      ...versions.map(withReact),
    ],
  },
})
