/** One app of the matrix: what it is made of. */
export interface Cell {
  readonly name: string
  readonly kind: 'vite' | 'next' | 'react-router'
  /** Folders of `templates`, each laid over the ones before. */
  readonly templates: readonly string[]
  readonly packages: Readonly<Record<string, string>>
  /** Whether its sources are served to its developer, for whom StrictMode runs every effect twice. */
  readonly inDevelopment?: true
  /** Whether its utilities know the class that the room has, which gives it a height of 500 pixels. */
  readonly hasUtilities?: true
  /** A sheet of its templates whose colours the room takes. */
  readonly theme?: string
}

const react = (version: string) => ({ react: version, 'react-dom': version })

const vite = (version: string, plugin: string) => ({
  vite: version,
  '@vitejs/plugin-react': plugin,
})

const reactRouter = {
  vite: '7.3.8',
  'react-router': '7.18.4',
  '@react-router/dev': '7.18.4',
  '@react-router/node': '7.18.4',
  '@react-router/serve': '7.18.4',
  isbot: '5.2.3',
}

/** One of each way to build and of each kind of sheet: these are built with every run. */
const usual: readonly Cell[] = [
  {
    name: 'Vite 5, React 18.2 and Bootstrap 5',
    kind: 'vite',
    templates: ['vite', 'bootstrap'],
    packages: { ...react('18.2.0'), ...vite('5.4.21', '4.7.0'), bootstrap: '5.3.9' },
  },
  {
    name: 'Vite 8, React 19.3 and shadcn/ui on Tailwind 4',
    kind: 'vite',
    templates: ['vite', 'tailwind4'],
    packages: {
      ...react('19.3.1'),
      ...vite('8.4.0', '6.3.0'),
      tailwindcss: '4.3.5',
      '@tailwindcss/vite': '4.3.5',
    },
    hasUtilities: true,
    theme: 'tailwind4/src/theme.css',
  },
  {
    name: 'Next 16 with cacheComponents, React 19.3 and a universal reset',
    kind: 'next',
    templates: ['next-app', 'cache-components', 'reset'],
    packages: { ...react('19.3.1'), next: '16.4.6' },
  },
  {
    name: 'Next 15, React 19.0 and Tailwind 3',
    kind: 'next',
    templates: ['next-app', 'tailwind3'],
    packages: { ...react('19.0.9'), next: '15.5.29', tailwindcss: '3.4.19' },
    hasUtilities: true,
  },
  {
    name: 'Next 14 with pages, React 18.3 and a universal reset',
    kind: 'next',
    templates: ['next-pages', 'reset'],
    packages: { ...react('18.3.1'), next: '14.2.35' },
  },
  {
    name: 'React Router 7, React 19.3 and Bootstrap 5',
    kind: 'react-router',
    templates: ['react-router', 'bootstrap'],
    packages: { ...react('19.3.1'), ...reactRouter, bootstrap: '5.3.9' },
  },
]

/** What is between them. */
const others: readonly Cell[] = [
  {
    name: 'Vite 6, React 18.3 and Tailwind 3',
    kind: 'vite',
    templates: ['vite', 'tailwind3'],
    packages: { ...react('18.3.1'), ...vite('6.4.6', '4.7.0'), tailwindcss: '3.4.19' },
    hasUtilities: true,
  },
  {
    name: 'Vite 7, React 19.1 and CssBaseline of MUI',
    kind: 'vite',
    templates: ['vite', 'mui'],
    packages: {
      ...react('19.1.10'),
      ...vite('7.3.8', '5.2.0'),
      '@mui/material': '9.5.0',
      '@emotion/react': '11.14.0',
      '@emotion/styled': '11.14.1',
    },
  },
  {
    name: 'Vite 7, React 19.3 with its compiler and a universal reset',
    kind: 'vite',
    templates: ['vite', 'compiler', 'reset'],
    packages: {
      ...react('19.3.1'),
      ...vite('7.3.8', '5.2.0'),
      'babel-plugin-react-compiler': '1.0.0',
    },
  },
  {
    name: 'Next 14, React 18.2 and Tailwind 3',
    kind: 'next',
    templates: ['next-app', 'tailwind3'],
    packages: { ...react('18.2.0'), next: '14.2.35', tailwindcss: '3.4.19' },
    hasUtilities: true,
  },
  {
    name: 'Next 15 with pages, React 19.1 and Bootstrap 5',
    kind: 'next',
    templates: ['next-pages', 'bootstrap'],
    packages: { ...react('19.1.10'), next: '15.5.29', bootstrap: '5.3.9' },
  },
  {
    name: 'Next 16 with pages, React 19.3 and a universal reset',
    kind: 'next',
    templates: ['next-pages', 'reset'],
    packages: { ...react('19.3.1'), next: '16.4.6' },
  },
  {
    name: 'Next 16, React 19.1 and Bootstrap 5',
    kind: 'next',
    templates: ['next-app', 'bootstrap'],
    packages: { ...react('19.1.10'), next: '16.4.6', bootstrap: '5.3.9' },
  },
  {
    name: 'Vite 8 in development, React 19.3 and no sheet',
    kind: 'vite',
    inDevelopment: true,
    templates: ['vite', 'plain'],
    packages: { ...react('19.3.1'), ...vite('8.4.0', '6.3.0') },
  },
  {
    name: 'Next 16 in development with cacheComponents, React 19.3 and a universal reset',
    kind: 'next',
    inDevelopment: true,
    templates: ['next-app', 'cache-components', 'reset'],
    packages: { ...react('19.3.1'), next: '16.4.6' },
  },
  {
    name: 'Next 14 in development with pages, React 18.3 and Bootstrap 5',
    kind: 'next',
    inDevelopment: true,
    templates: ['next-pages', 'bootstrap'],
    packages: { ...react('18.3.1'), next: '14.2.35', bootstrap: '5.3.9' },
  },
  {
    name: 'React Router 7 in development, React 19.2 and a universal reset',
    kind: 'react-router',
    inDevelopment: true,
    templates: ['react-router', 'reset'],
    packages: { ...react('19.2.9'), ...reactRouter },
  },
]

export const cells = process.env['EVERY_APP'] === undefined ? usual : [...usual, ...others]
