/** A text cut to a readable beginning, or whole. */
export interface Clamped {
  text: string
  isCut: boolean
}

/** Cuts a text to at most `maxChars` characters and `maxLines` lines, at a line's end where one is near. */
export function clampText(text: string, maxChars: number, maxLines: number): Clamped {
  let end = Math.min(text.length, maxChars)
  let at = -1
  for (let line = 0; line < maxLines; line++) {
    at = text.indexOf('\n', at + 1)
    if (at === -1 || at >= end) break
    if (line === maxLines - 1) end = at
  }
  // A little more than the limit is shown whole: a button for three words helps nobody.
  if (text.length - end <= maxChars / 10 && at === -1) return { text, isCut: false }
  if (end >= text.length) return { text, isCut: false }
  const lineEnd = text.lastIndexOf('\n', end)
  const cut = lineEnd > end * 0.8 ? lineEnd : end
  // Never between the halves of a surrogate pair.
  const half = text.charCodeAt(cut - 1)
  return { text: text.slice(0, half >= 0xd800 && half <= 0xdbff ? cut - 1 : cut), isCut: true }
}
