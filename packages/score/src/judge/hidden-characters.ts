/**
 * Characters that carry or turn text and cannot be seen: zero widths, marks and overrides of direction, invisible operators, the byte order
 * mark, language tags and the private marks of interlinear text. From the code charts of Unicode 17.
 */
export const HIDDEN_CHARACTERS =
  /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]+/gu

/** The same text without them. */
export function stripHidden(text: string): string {
  return text.replace(HIDDEN_CHARACTERS, '')
}
