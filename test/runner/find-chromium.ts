const DEBIAN = '/usr/bin/chromium'

/** What people read when the browser tests do not run. */
export const NO_CHROMIUM =
  'Browser tests are skipped: there is no Chromium at /usr/bin/chromium. Install it with `sh scripts/install-chromium.sh`, or name one in CHROMIUM_PATH.'

/** The Chromium to drive: CHROMIUM_PATH where set, else Debian's; null where the file does not exist. */
export function findChromium(
  env: Record<string, string | undefined>,
  exists: (path: string) => boolean,
): string | null {
  const path = env['CHROMIUM_PATH'] || DEBIAN
  return exists(path) ? path : null
}
