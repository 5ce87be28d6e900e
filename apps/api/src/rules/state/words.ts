/** `1 span`, `1,204 spans`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`

/** A length of time in at most two units: `42 s`, `3 min`, `5 h 12 min`, `2 d 3 h`. */
export function inWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours < 24) return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
  const days = Math.floor(hours / 24)
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`
}

/** `$0.52`; small sums keep what tells them from nothing. */
export const dollars = (usd: number): string =>
  `$${usd === 0 || usd >= 0.01 ? usd.toFixed(2) : usd.toPrecision(2)}`

/** Names of reasons as words: `quote_not_found` is `quote not found`. */
export const spoken = (reason: string): string => reason.replaceAll('_', ' ')

/** `3 timeout, 2 model refused`. */
export const listed = (items: readonly { reason: string; times: number }[]): string =>
  items
    .slice(0, 4)
    .map(({ reason, times }) => `${times.toLocaleString('en-US')} ${spoken(reason)}`)
    .join(', ') + (items.length > 4 ? ' and others' : '')

/** A sentence of somebody else, ended with a full stop. */
export const ended = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
