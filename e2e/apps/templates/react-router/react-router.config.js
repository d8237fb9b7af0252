export default {
  appDirectory: 'src',
  ssr: true,
  // The packages of the routes are found before the first page asks for them, not while it loads.
  future: { unstable_optimizeDeps: true },
}
