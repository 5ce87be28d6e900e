/** Scripts that write no spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu

/** Whether more than a tenth of a text's beginning is in scripts whose words can't be told by spaces. */
export function isUnspaced(text: string): boolean {
  const beginning = text.slice(0, 1_000)
  return (beginning.match(UNSPACED)?.length ?? 0) * 10 > beginning.length
}

/** Puts spaces around each character of scripts that write none, so that each counts as a word. */
export function spaceOut(text: string): string {
  return text.replace(UNSPACED, ' $& ')
}
