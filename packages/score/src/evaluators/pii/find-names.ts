import { classifyRun } from './classify-run.ts'
import type { PiiSpan } from './pii-span.ts'
import { type CasedWord, findCapitalRuns } from './scan-runs.ts'
import { hasLead } from './firm-words.ts'

/** Names of people, places, organisations and peoples, and the titles of people: by lists, by form, and by the words around. */
export function findNames(text: string, words: readonly CasedWord[]): PiiSpan[] {
  const spans: PiiSpan[] = []
  const runs = findCapitalRuns(text, words)
  for (const run of runs) {
    const found = classifyRun(text, words, run)
    const last = words[found?.type === 'nrp' ? run.from : run.to]!
    if (found) spans.push({ ...found, start: words[run.from]!.start, end: last.end })
  }
  const partners = runs.length > 2 ? findPartners(text) : []
  words.forEach((word, at) => {
    if (!word.form.isTelling) return
    const next = words[at + 1]
    if (
      word.form.isCapital &&
      word.form.isNameTitle &&
      next?.form.isCapital &&
      next.start - word.end <= 2 &&
      word.form.written.length > 1
    ) {
      const end = text.charAt(word.end) === '.' ? word.end + 1 : word.end
      spans.push({ type: 'title', start: word.start, end, confidence: 0.8 })
    } else if (
      word.form.role === 'job' &&
      !(word.form.isCapital && (next?.form.isCapital || words[at - 1]?.form.isCapital))
    )
      spans.push(...jobTitle(text, words, at))
    else if (word.form.isState && text.slice(word.start - 2, word.start) === ', ') {
      spans.push({ type: 'gpe', start: word.start, end: word.end, confidence: 0.7 })
    }
  })
  return [...spans, ...partners]
}

/** A capitalised title that ends in a job: `Biomedical engineer`, `Assistant property manager`. */
function jobTitle(text: string, words: readonly CasedWord[], at: number): PiiSpan[] {
  for (let first = at; first >= Math.max(0, at - 3); first -= 1) {
    const word = words[first]!
    if (first < at && text.slice(word.end, words[first + 1]!.start) !== ' ') return []
    if (first < at && word.form.isCommon && !word.form.isCapital) return []
    if (word.form.isCapital && (first === at || !word.form.isCommon))
      return [{ type: 'title', start: word.start, end: words[at]!.end, confidence: 0.6 }]
  }
  return []
}

const PARTNERS = /\p{Lu}\p{L}{1,20}, \p{Lu}\p{L}{1,20},? (?:and|&|et|и) \p{Lu}\p{L}{1,20}/gu

/** Firms that are called after their partners, where the words around or a line of their own say that it is a firm: `Hill, Ward and Reed`. */
function findPartners(text: string): PiiSpan[] {
  return [...text.matchAll(PARTNERS)].flatMap((match): PiiSpan[] => {
    const start = match.index
    const end = start + match[0].length
    const before = text.slice(Math.max(0, start - 40), start)
    const lead = before.toLowerCase()
    const isAlone = /(?:^|\n)[>?\s]*$/.test(before) && /^\s*(?:\n|$)/.test(text.slice(end, end + 3))
    if (!isAlone && !hasLead(lead)) return []
    return [{ type: 'organization', start, end, confidence: 0.92 }]
  })
}
