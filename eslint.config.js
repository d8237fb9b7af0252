import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const noDefaultExports = {
  selector: 'ExportDefaultDeclaration',
  message: 'Name every export; a default export has as many names as importers.',
}

/** What a layer of `@parley/react` may not import; each layer knows only those before it. */
const layer = (folder, forbidden) => ({
  files: [`react/src/${folder}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: forbidden,
            message: `${folder} may not reach up: see the layers in docs/architecture.md`,
          },
        ],
      },
    ],
  },
})

const outsideCore =
  '^react(-dom)?(/|$)|^pusher-js|^@supabase/|^@tanstack/|\\.\\./(format|supabase|pusher|testing|react|components|provider)/'

/** The folders of `core`, each of which knows only those before it. */
const coreFolders = [
  'time',
  'wire',
  'log',
  'input',
  'mutations',
  'device',
  'room',
  'view',
  'window',
  'outbox',
  'live',
]

export default defineConfig(
  { ignores: ['**/dist/', '**/target/', '**/test-results/', '**/playwright-report/', '.parley/'] },
  // What examples and the registry's items import is installed where they are copied to; builds there check their types.
  { ignores: ['examples/', 'registry/'] },
  // Apps of other people's: what they import is installed where they are built.
  { ignores: ['e2e/apps/templates/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-syntax': ['error', noDefaultExports],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    ignores: ['e2e/**'],
    extends: [reactHooks.configs.flat['recommended-latest']],
  },
  {
    files: ['react/src/**'],
    ignores: ['react/src/react/use-isomorphic-layout-effect.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        noDefaultExports,
        {
          selector: 'ImportSpecifier[imported.name="useLayoutEffect"]',
          message: 'React 18 complains about it on a server: take useIsomorphicLayoutEffect.',
        },
      ],
    },
  },
  {
    files: ['**/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['app/src/main/resources/console/*.js'],
    languageOptions: {
      globals: {
        document: 'readonly',
        fetch: 'readonly',
        history: 'readonly',
        location: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        AbortSignal: 'readonly',
        URLSearchParams: 'readonly',
      },
    },
    rules: { 'no-restricted-syntax': ['error', noDefaultExports] },
  },
  {
    files: ['scripts/**/*.js'],
    languageOptions: {
      globals: {
        AbortController: 'readonly',
        Buffer: 'readonly',
        URLSearchParams: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  layer('core', outsideCore),
  // A rule for a folder replaces the one for the folder around it, so each names both.
  ...coreFolders.map((folder, at) =>
    layer(
      `core/${folder}`,
      [outsideCore, ...coreFolders.slice(at + 1).map((above) => `\\.\\./${above}/`)].join('|'),
    ),
  ),
  layer(
    'format',
    '^react(-dom)?(/|$)|\\.\\./(core|supabase|pusher|testing|react|components|provider)/',
  ),
  layer('supabase', '^react(-dom)?(/|$)|\\.\\./(format|pusher|testing|react|components|provider)/'),
  layer('pusher', '^react(-dom)?(/|$)|\\.\\./(format|supabase|testing|react|components|provider)/'),
  layer('testing', '^react(-dom)?(/|$)|\\.\\./(format|react|components|provider)/'),
  layer('react', '\\.\\./(supabase|pusher|testing|components|provider)/'),
  layer('components', '\\.\\./(core|supabase|pusher|testing|provider)/'),
  layer('provider', '\\.\\./(format|testing|components)/'),
)
