import { EVALUATORS } from '@assay/score/registry'
import { describe, expect, test } from 'vitest'
import { EVALUATORS_FOLDER, findEvaluatorFaults, REGISTRY } from './rules/evaluator-folders.ts'
import { listFiles, readRepositoryFile } from './rules/repository.ts'

describe('evaluators', () => {
  const files = listFiles(EVALUATORS_FOLDER, ['']).map((path) => path.slice(EVALUATORS_FOLDER.length + 1))
  const names = [...new Set(files.map((path) => path.split('/')[0]!))]

  test('each folder has code, rubric, golden samples and tests, and is registered', () => {
    expect(names.length).toBeGreaterThan(0)
    const faults = names.flatMap((name) => {
      const own = files
        .filter((path) => path.startsWith(`${name}/`))
        .map((path) => path.slice(name.length + 1))
      const read = (file: string) => readRepositoryFile(`${EVALUATORS_FOLDER}/${name}/${file}`)
      return findEvaluatorFaults(name, own, read, readRepositoryFile(REGISTRY))
    })
    expect(faults).toEqual([])
  })

  test('each is registered under its own name, which is its folder', () => {
    for (const [name, evaluator] of Object.entries(EVALUATORS)) {
      expect(evaluator.name).toBe(name)
      expect(names).toContain(name)
    }
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
