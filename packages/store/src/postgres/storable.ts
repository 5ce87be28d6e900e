const MOST_ERROR_CHARACTERS = 2000
/** What JSON writes for a NUL or half a character, after an even number of backslashes. */
const REFUSED = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g

/** A sentence for people as Postgres takes it: at most 2,000 characters, without NUL. */
export const storableError = (text: string): string =>
  text.slice(0, MOST_ERROR_CHARACTERS).replaceAll('\0', '').toWellFormed()

/** JSON that `jsonb` takes, which refuses NUL and halves of characters: in their place stands U+FFFD. */
export const storableJson = (value: unknown): string => JSON.stringify(value).replace(REFUSED, '$1\u{fffd}')
