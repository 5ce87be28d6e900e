/** What of better-auth is reachable under /api/auth; everything else is not found. */
export const AUTH_PATHS = [
  { method: 'post', path: '/sign-in/email', summary: 'Sign in with e-mail and password' },
  { method: 'post', path: '/sign-out', summary: 'Sign out' },
  { method: 'get', path: '/get-session', summary: 'The session of the cookie' },
  { method: 'post', path: '/change-password', summary: 'Change the own password' },
  { method: 'get', path: '/list-sessions', summary: 'List the own sessions' },
  { method: 'post', path: '/revoke-session', summary: 'End one of the own sessions, named by its `id`' },
  { method: 'post', path: '/revoke-other-sessions', summary: 'End all own sessions but this one' },
] as const
