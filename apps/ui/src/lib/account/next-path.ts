/**
 * Where to go after signing in: the path the person came from, but never another site
 * (`//host`, `/\host` and absolute addresses lead elsewhere) and never back to the door.
 */
export function nextPath(next: string | null): string {
  if (next === null || !next.startsWith('/') || /^\/[/\\]/.test(next) || [...next].some((c) => c < ' '))
    return '/'
  return /^\/(sign-in|setup)(?![^/?#])/.test(next) ? '/' : next
}
