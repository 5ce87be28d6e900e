import type { TextPlace } from '../../evaluation.ts'
import { escapeData } from './escape-data.ts'

/** A text that the judge is shown, and what it is called. */
export interface DataSection {
  /** Lower-case letters, digits and spaces: `answer`, `passage 3`. */
  name: string
  /** The part of the sample that it shows, such as `context`. */
  part: string
  text: string
  /** Where the text stands in the sample; null for what stands in none of its fields. */
  source: Pick<TextPlace, 'field' | 'passage'> | null
}

/** Longest text of one section, and of all, in UTF-16 units; about 15,000 and 60,000 tokens of English. */
export interface SectionLimits {
  each: number
  all: number
}

export const SECTION_LIMITS: SectionLimits = { each: 60_000, all: 240_000 }

/** Sections as they are shown: cut to the limits, the marks of tags escaped. */
export interface ShownData {
  /** For the user's message. */
  text: string
  isCut: boolean
  /** What is left of each section, not escaped; quotes are looked for in these. */
  shown: DataSection[]
}

/** 24 random letters and digits: who writes a sample cannot know them. */
function drawNonce(random: () => number): string {
  const draw = () => Math.floor(random() * 36).toString(36)
  return Array.from({ length: 24 }, draw).join('')
}

/**
 * Wraps texts in tags `<data-NONCE name="…">` whose code is drawn anew for each prompt, and drawn again where a text holds it by chance or
 * by somebody's will. Texts longer than the limits are cut, and say so.
 */
export function showData(
  sections: readonly DataSection[],
  random: () => number,
  limits: SectionLimits = SECTION_LIMITS,
): ShownData {
  let left = limits.all
  const shown = sections.map((section) => {
    const text = section.text.slice(0, Math.min(limits.each, left))
    left -= text.length
    return { ...section, text }
  })
  let nonce = drawNonce(random)
  for (let i = 0; i < 5 && shown.some(({ text }) => text.includes(nonce)); i++) nonce = drawNonce(random)
  const blocks = shown.map(({ name, text }, i) => {
    const missing = sections[i]!.text.length - text.length
    const note = missing > 0 ? `\n[${missing} more characters are not shown]` : ''
    const safe = escapeData(text).replaceAll(nonce, '[code]')
    return `<data-${nonce} name="${name}">\n${safe}${note}\n</data-${nonce}>`
  })
  const isCut = shown.some(({ text }, i) => text.length < sections[i]!.text.length)
  return { text: blocks.join('\n\n'), isCut, shown }
}
