/** The letters and digits of some texts in a row, each with where it stands. */
export interface Letters {
  readonly letters: string
  /** For each UTF-16 unit of `letters`: which text, and where in it. */
  readonly texts: readonly number[]
  readonly offsets: readonly number[]
  /** For each unit: characters of all texts before it. */
  readonly places: readonly number[]
}

export interface Found {
  readonly from: { readonly text: number; readonly offset: number }
  /** Offset exclusive. */
  readonly to: { readonly text: number; readonly offset: number }
}

/** Shorter quotes stand everywhere. */
const LEAST_LETTERS = 3

/** Reads texts letter by letter: what is drawn of a text keeps its letters, and not its signs and spaces. */
export function lettersOf(all: readonly string[]): Letters {
  const texts: number[] = []
  const offsets: number[] = []
  const places: number[] = []
  const letters: string[] = []
  let before = 0
  all.forEach((text, index) => {
    for (const { 0: run, index: at } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
      letters.push(run)
      for (let i = 0; i < run.length; i++) {
        texts.push(index)
        offsets.push(at + i)
        places.push(before + at + i)
      }
    }
    before += text.length
  })
  return { letters: letters.join(''), texts, offsets, places }
}

/** Finds a quote in texts, of several places the one nearest to `near`; null where it does not stand there. */
export function findQuote(where: Letters, quote: string, near: number): Found | null {
  const wanted = (quote.match(/[\p{L}\p{N}]+/gu) ?? []).join('')
  if (wanted.length < LEAST_LETTERS) return null
  let best = -1
  for (let at = where.letters.indexOf(wanted); at !== -1; at = where.letters.indexOf(wanted, at + 1)) {
    const isNearer = Math.abs(where.places[at]! - near) < Math.abs(where.places[best]! - near)
    if (best === -1 || isNearer) best = at
  }
  if (best === -1) return null
  const last = best + wanted.length - 1
  return {
    from: { text: where.texts[best]!, offset: where.offsets[best]! },
    to: { text: where.texts[last]!, offset: where.offsets[last]! + 1 },
  }
}
