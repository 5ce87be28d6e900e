import type { SampleEvaluator } from '@assay/score/evaluator'
import * as registered from '@assay/score/registry'
import { EMPTY_SAMPLE, type Sample } from '@assay/score/sample'
import { prepareSample } from '@assay/score/text/prepare-sample'
import { describe, expect, test } from 'vitest'
import { EVALUATOR_FOLDERS, findEvaluatorFaults, REGISTRY } from './rules/evaluator-folders.ts'
import { listFiles, readRepositoryFile } from './rules/repository.ts'

/** The folders of one root, each with the paths of its files in it. */
function foldersOf(root: string): Map<string, string[]> {
  const folders = new Map<string, string[]>()
  for (const path of listFiles(root, [''])) {
    const [name = '', ...rest] = path.slice(root.length + 1).split('/')
    if (rest.length > 0) folders.set(name, [...(folders.get(name) ?? []), rest.join('/')])
  }
  return folders
}

/** What golden samples have in common: a language that is named, or texts that tell it. */
interface GoldenLine extends Partial<Sample> {
  language?: string
  text?: string | null
  sample?: Partial<Sample>
}

function goldenLanguage({ language, text = null, sample, ...parts }: GoldenLine): string | null {
  const { answer = text, question = null } = sample ?? parts
  return language ?? prepareSample({ ...EMPTY_SAMPLE, answer, question }).language
}

describe('evaluators', () => {
  test.each(EVALUATOR_FOLDERS)('each folder of %s is whole and registered', (root) => {
    const folders = foldersOf(root)
    expect(folders.size).toBeGreaterThan(0)
    const faults = [...folders].flatMap(([name, files]) =>
      findEvaluatorFaults(
        name,
        files,
        (file) => readRepositoryFile(`${root}/${name}/${file}`),
        readRepositoryFile(REGISTRY),
      ),
    )
    expect(faults).toEqual([])
  })

  test('each is registered under its own name, which is its folder', () => {
    const names = EVALUATOR_FOLDERS.flatMap((root) => [...foldersOf(root).keys()])
    for (const registry of Object.values<Record<string, { name: string }>>(registered)) {
      for (const [name, evaluator] of Object.entries(registry)) {
        expect(evaluator.name).toBe(name)
        expect(names).toContain(name)
      }
    }
  })

  test('each language that an evaluator of samples claims has golden samples', () => {
    const missing = Object.values<SampleEvaluator>(registered.EVALUATORS).flatMap(({ name, languages }) => {
      if (languages === 'any') return []
      const lines = readRepositoryFile(`${EVALUATOR_FOLDERS[0]!}/${name}/golden.jsonl`).trim().split('\n')
      const held = new Set(lines.map((line) => goldenLanguage(JSON.parse(line) as GoldenLine)))
      return languages.flatMap((language) =>
        held.has(language) ? [] : [`${name} has no golden sample in ${language}`],
      )
    })
    expect(missing).toEqual([])
  })

  test('the rule tells what a folder lacks', () => {
    const golden = Array.from({ length: 12 }, (_, i) => `{"n":${i}}`).join('\n')
    const texts: Record<string, string> = { 'golden.jsonl': golden, 'rubric.md': 'Long. '.repeat(80) }
    const read = (file: string) => texts[file] ?? ''
    const whole = ['evaluator.ts', 'rubric.md', 'golden.jsonl', 'evaluator.test.ts']
    const registry = "import { good } from './evaluators/good/evaluator.ts'"
    expect(findEvaluatorFaults('good', whole, read, registry)).toEqual([])
    expect(findEvaluatorFaults('good', ['evaluator.ts'], read, '')).toEqual([
      'good has no rubric.md',
      'good has no golden.jsonl',
      'good has no evaluator.test.ts',
      `good is not in ${REGISTRY}`,
    ])
    expect(findEvaluatorFaults('good', whole, () => '{"n":1}\n[2]', registry)).toEqual([
      'good: line 2 of golden.jsonl is no JSON object',
      'good: its rubric is too short to label by',
    ])
  })
})
