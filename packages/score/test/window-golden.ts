import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { evaluateWindow } from '../src/windows/evaluate-window.ts'
import type { WindowEvaluator } from '../src/windows/window-evaluator.ts'
import { readJsonLines } from './golden.ts'

/** A line of a window evaluator's golden.jsonl; how `Given` becomes rows is the test's to say. */
type GoldenWindow<Given> = Given & {
  about: string
  parameters?: Record<string, unknown>
  label?: string
  reason?: string
}

/** Registers a test for each golden window of an evaluator's folder. */
export function testGoldenWindows<Given, Input extends z.ZodType, Parameters extends z.ZodType, Part>(
  folder: string,
  evaluator: WindowEvaluator<string, Input, Parameters, Part>,
  toInput: (given: Given) => z.input<Input>,
): void {
  const cases = readJsonLines<GoldenWindow<Given>>(join(folder, 'golden.jsonl'))
  test('there are at least twelve golden windows, and every label is among them', () => {
    expect(cases.length).toBeGreaterThanOrEqual(12)
    const labels = cases.flatMap(({ label }) => (label === undefined ? [] : [label]))
    expect([...new Set(labels)].sort()).toEqual([...evaluator.labels].sort())
  })
  test.for(cases)('$about', (golden) => {
    const parameters = golden.parameters as z.input<Parameters> | undefined
    const evaluation = evaluateWindow(evaluator, toInput(golden), parameters)
    const what = JSON.stringify(evaluation).slice(0, 2_000)
    if (evaluation.kind === 'scored') expect(evaluation.label, what).toBe(golden.label)
    else expect(evaluation.reason, what).toBe(golden.reason)
    expect(evaluation.explanation).not.toBe('')
  })
}
