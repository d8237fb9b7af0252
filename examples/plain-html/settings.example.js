// Copy to settings.js and fill in. For ./parley up on this machine, in place of copying:
//   ../../parley env --format json | npm run --silent settings

export const settings = {
  // Supabase: Project Settings, API
  SUPABASE_URL: 'https://your-project.supabase.co',
  SUPABASE_ANON_KEY: '',
  // Pusher: App Keys
  PUSHER_KEY: '',
  PUSHER_CLUSTER: 'eu',
  // Where Parley's worker runs: it decides who may listen.
  PARLEY_URL: 'https://chat.example.com',
}
