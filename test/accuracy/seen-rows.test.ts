import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { measureAll } from './run.ts'

const shared = process.env['ASSAY_SHARED'] ?? resolve(import.meta.dirname, '../../../shared')
const isMissing = !existsSync(join(shared, 'data'))
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-accuracy-'))
  mkdirSync(join(folder, 'data'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** Every fifth row of a file that was trained on, saved anew under another name with other line ends. */
function putPart(path: string, name: string): void {
  const lines = readFileSync(join(shared, 'data', path), 'utf8')
    .trim()
    .split('\n')
  const part = lines.filter((_, i) => i % 5 === 0)
  writeFileSync(join(folder, 'data', name), `${part.join('\r\n')}\r\n`)
}

function figuresOf(only: string[]) {
  const { sections } = measureAll(join(folder, 'data'), only, () => undefined)
  return new Map(sections.flatMap(({ figures }) => figures).map((item) => [item.name, item]))
}

test.skipIf(isMissing)(
  'a part of a file that was trained on is scored by weights that never saw its rows',
  () => {
    vi.stubEnv('ASSAY_SHARED', shared)
    putPart('faithfulness/q2_dev.jsonl', 'q2copy_test.jsonl')
    putPart('judge/xstest_dev.jsonl', 'xscopy_test.jsonl')
    const figures = figuresOf(['faithfulness', 'refusals'])
    expect(figures.get('faithfulness_q2copy_auroc')?.what).toContain('weights from other documents')
    expect(figures.has('faithfulness_q2copy_seen_auroc')).toBe(true)
    expect(figures.get('refusal_xscopy_kappa')?.what).toContain('weights from the other models')
  },
  // Trains the models of five parts anew.
  60_000,
)

test.skipIf(isMissing)(
  'without the files that were trained on, such rows are listed as seen and reach no goal',
  () => {
    vi.stubEnv('ASSAY_SHARED', folder)
    putPart('faithfulness/q2_dev.jsonl', 'q2copy_test.jsonl')
    putPart('judge/xstest_dev.jsonl', 'xscopy_test.jsonl')
    const figures = figuresOf(['faithfulness', 'refusals', 'cascades'])
    for (const name of ['faithfulness_q2copy_auroc', 'refusal_xscopy_kappa', 'cascade_refusal_xscopy_kept']) {
      expect(figures.get(name)?.goal, name).toBeNull()
      expect(figures.get(name)?.what, name).toMatch(/weights .*saw \d+ of these/)
    }
  },
)
