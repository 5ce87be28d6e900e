const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  copy: '©',
  deg: '°',
  times: '×',
  rarr: '→',
  larr: '←',
  euro: '€',
}

/** Character references of Markdown text as characters; unknown ones stay as written. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (raw, decimal, hex, name) => {
    if (typeof name === 'string') return NAMED[name] ?? raw
    const code = typeof decimal === 'string' ? parseInt(decimal, 10) : parseInt(String(hex), 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : raw
  })
}
