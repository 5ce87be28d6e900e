/** The label that an answer chooses, and where: UTF-16 units, end exclusive. */
export interface FoundLabel {
  label: string
  start: number
  end: number
}

/**
 * The one label that an answer names as whole words, case apart; of labels within one another (`support`,
 * `partly support`) the longest counts. An answer that names several chooses the one it begins or ends with, as in
 * `Label: B`, if only one of both is a label; else null.
 */
export function findLabel(answer: string, labels: readonly string[]): FoundLabel | null {
  // Some letters change their length in lower case: then places would not be the answer's.
  const lower = answer.toLowerCase()
  const text = lower.length === answer.length ? lower : answer
  const found = withoutInner(labels.flatMap((label) => occurrences(text, label)))
  const names = new Set(found.map(({ label }) => label))
  if (found.length === 0) return null
  if (names.size === 1) return found[0]!
  const first = found[0]!
  const last = found.at(-1)!
  const doesBegin = isBlank(text.slice(0, first.start))
  const doesEnd = isBlank(text.slice(last.end))
  if (doesBegin === doesEnd) return null
  return doesBegin ? first : last
}

/** Labels that stand nowhere but within longer ones are left out; the rest in their order. */
function withoutInner(found: FoundLabel[]): FoundLabel[] {
  const order = found.sort((a, b) => a.start - b.start || b.end - a.end)
  let end = -1
  return order.filter((one) => {
    if (one.end <= end) return false
    end = one.end
    return true
  })
}

const MOST_OCCURRENCES = 100

function occurrences(text: string, label: string): FoundLabel[] {
  const wanted = label.trim().toLowerCase()
  const found: FoundLabel[] = []
  if (wanted === '') return found
  for (
    let at = text.indexOf(wanted);
    at >= 0 && found.length < MOST_OCCURRENCES;
    at = text.indexOf(wanted, at + 1)
  ) {
    const end = at + wanted.length
    if (isEdge(text, at) && isEdge(text, end)) found.push({ label, start: at, end })
  }
  return found
}

const LETTER = /[\p{L}\p{N}_]/u

/** Whether a word begins or ends at a place, so that `no` is not found in `not`. */
const isEdge = (text: string, at: number) => !(LETTER.test(text[at - 1] ?? '') && LETTER.test(text[at] ?? ''))

const isBlank = (text: string) => !/[\p{L}\p{N}]/u.test(text)
