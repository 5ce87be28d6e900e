import type { Score } from '@assay/contract/api/score'
import { createContext } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import { findQuote, lettersOf, type Letters } from './find-quote.ts'

type Finding = Score['findings'][number]
export type Place = Finding['place']

/** Parts of the page in which texts of a field are looked for, by their `data-evidence`. */
const PARTS: Record<Place['field'], readonly string[]> = {
  question: ['input'],
  answer: ['output'],
  reference: [],
  context: ['documents', 'input', 'output'],
}
const ALL = 'evidence'
const CHOSEN = 'evidence-chosen'

/** Marks in the texts of a page what scores name as evidence; works on what is drawn, so that Markdown stays Markdown. */
export class Evidence {
  readonly places: readonly Place[]
  /** Where each place that is in sight stands. */
  #ranges = $state.raw<ReadonlyMap<Place, Found>>(new Map())

  constructor(scores: readonly Score[]) {
    this.places = scores.flatMap(({ findings }) =>
      findings.flatMap(({ place, evidence }) => [place, ...evidence]),
    )
  }

  isFound(place: Place): boolean {
    return this.#ranges.has(place)
  }

  /** Whether a passage of the context is a piece of what the model was given, and no document that was found. */
  isOfInput(place: Place): boolean {
    return place.field === 'context' && this.#ranges.get(place)?.part === 'input'
  }

  /** Whether a text that is shown in part must be shown whole, since evidence stands in the rest. */
  needsWhole(text: string, shown: string): boolean {
    return this.places.some(({ quote }) => quote !== '' && !shown.includes(quote) && text.includes(quote))
  }

  /** Brings a place into sight and marks it more than the others. */
  show(place: Place): void {
    const range = this.#ranges.get(place)?.range
    if (range === undefined) return
    const parent = range.startContainer.parentElement
    for (let box = parent?.closest('details'); box != null; box = box.parentElement?.closest('details'))
      box.open = true
    setHighlight(CHOSEN, [range])
    // Only what scrolls next to it moves: scrollIntoView would move the frame of the page, too.
    const box = parent?.closest<HTMLElement>('[data-scroll]')
    if (box == null) return
    const at = range.getBoundingClientRect()
    const frame = box.getBoundingClientRect()
    box.scrollTop += at.top - frame.top - (box.clientHeight - at.height) / 2
  }

  /** Follows what is drawn within an element. */
  readonly follow: Attachment<HTMLElement> = (root) => {
    if (this.places.length === 0) return
    let frame = 0
    const mark = () => {
      this.#ranges = rangesOf(root, this.places)
      setHighlight(
        ALL,
        [...this.#ranges.values()].map(({ range }) => range),
      )
    }
    const observer = new MutationObserver(() => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(mark)
    })
    for (const part of root.querySelectorAll('[data-evidence]'))
      observer.observe(part, { childList: true, subtree: true, characterData: true })
    frame = requestAnimationFrame(mark)
    return () => {
      observer.disconnect()
      cancelAnimationFrame(frame)
      setHighlight(ALL, [])
      setHighlight(CHOSEN, [])
    }
  }
}

const [get, set, has] = createContext<Evidence>()
export const setEvidence = set
/** undefined where no scores are, as in sessions. */
export const getEvidence = (): Evidence | undefined => (has() ? get() : undefined)

interface Found {
  range: Range
  /** The part of the page, by its `data-evidence`. */
  part: string
}

interface Part {
  nodes: Text[]
  letters: Letters
}

function rangesOf(root: HTMLElement, places: readonly Place[]): Map<Place, Found> {
  const parts = new Map(
    [...root.querySelectorAll<HTMLElement>('[data-evidence]')].map((one) => [
      one.dataset['evidence'],
      readPart(one),
    ]),
  )
  const ranges = new Map<Place, Found>()
  for (const place of places) {
    for (const name of PARTS[place.field]) {
      const part = parts.get(name)
      const range = part === undefined ? null : rangeIn(part, place)
      if (range === null) continue
      ranges.set(place, { range, part: name })
      break
    }
  }
  return ranges
}

function readPart(root: HTMLElement): Part {
  const nodes: Text[] = []
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  while (walker.nextNode() !== null)
    if (walker.currentNode.parentElement?.closest('button, summary, header') == null)
      nodes.push(walker.currentNode as Text)
  return { nodes, letters: lettersOf(nodes.map(({ data }) => data)) }
}

function rangeIn({ nodes, letters }: Part, place: Place): Range | null {
  // The question is the last thing that was said, the answer is all of the output.
  const near = place.field === 'question' ? Infinity : place.start
  const found = findQuote(letters, place.quote, near)
  const from = nodes[found?.from.text ?? -1]
  const to = nodes[found?.to.text ?? -1]
  if (found === null || from === undefined || to === undefined) return null
  const range = document.createRange()
  range.setStart(from, found.from.offset)
  range.setEnd(to, found.to.offset)
  return range
}

/** Browsers without highlights show the quotes beside the score alone. */
function setHighlight(name: string, ranges: readonly Range[]): void {
  if (!('highlights' in CSS)) return
  if (ranges.length === 0) CSS.highlights.delete(name)
  else CSS.highlights.set(name, new Highlight(...ranges))
}
