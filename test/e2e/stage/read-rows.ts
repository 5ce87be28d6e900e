import type { Page } from 'playwright-core'

/** The rows of a virtual list that are in the page, in the order of the list. */
const SHOWN = `[...document.querySelectorAll('[role="table"] [data-trace]')]
  .map((link) => [Number(link.closest('[role="row"]').ariaRowIndex), link.dataset.trace])
  .sort((a, b) => a[0] - b[0])`

/** Ids of the traces of the list, in order, read by scrolling from the first row to the end of the last page. */
export async function readRows(page: Page): Promise<string[]> {
  // What is scrolled to is drawn in the next frame; a page of rows comes when it comes.
  return page.evaluate<string[]>(`(async () => {
    const rows = new Map()
    const box = document.querySelector('[role="table"]')
    if (box === null) return []
    box.scrollTo({ top: 0 })
    const deadline = Date.now() + 15000
    for (;;) {
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
      for (const [index, id] of ${SHOWN}) {
        if (rows.has(index) && rows.get(index) !== id) throw new Error('row ' + index + ' changed')
        rows.set(index, id)
      }
      const isEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 1
      const isLast = box.textContent.includes('End of the list')
      if (isEnd && isLast) break
      if (Date.now() > deadline) throw new Error('the list does not end')
      box.scrollTop = Math.min(box.scrollTop + box.clientHeight / 2, box.scrollHeight)
    }
    box.scrollTo({ top: 0 })
    return [...rows].sort((a, b) => a[0] - b[0]).map(([, id]) => id)
  })()`)
}
