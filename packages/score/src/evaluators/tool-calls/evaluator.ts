import { z } from 'zod'
import { notApplicable } from '../../evaluate.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import { scored } from '../../scored.ts'
import { checkCall, startCheck } from './check-call.ts'

const PARAMETERS = z.object({})

/** Do the calls name tools that exist, with arguments that keep to their schemas? The share that does. */
export const toolCalls: SampleEvaluator<'tool-calls', typeof PARAMETERS> = {
  name: 'tool-calls',
  version: '1',
  title: 'Tool calls',
  question: 'Does every call name a tool that exists, with arguments that keep to its schema?',
  scope: 'sample',
  needs: ['toolCalls', 'tools'],
  range: { low: 0, high: 1, bad: 'low' },
  labels: ['valid', 'invalid'],
  badLabel: 'invalid',
  languages: 'any',
  parameters: PARAMETERS,
  evaluate({ toolCalls: calls, tools, cut }) {
    const check = startCheck(tools!, cut.has('tools'))
    const verdicts = calls!.map((call) => checkCall(call, check))
    const checked = verdicts.filter(({ kind }) => kind !== 'unchecked')
    if (checked.length === 0) return notApplicable('nothing_to_check', verdicts[0]!.explanation)
    const unchecked = verdicts.find(({ kind }) => kind === 'unchecked')
    const count = (kind: string) => verdicts.filter((verdict) => verdict.kind === kind).length
    const valid = count('valid')
    const faults = verdicts.flatMap(({ kind, explanation }) =>
      kind === 'unknown_tool' || kind === 'bad_arguments' ? [explanation] : [],
    )
    return scored({
      value: valid / checked.length,
      label: faults.length === 0 ? 'valid' : 'invalid',
      explanation:
        faults.length === 0
          ? unchecked === undefined
            ? `All ${valid} calls fit their tools.`
            : `All ${valid} calls that were checked fit their tools; the others were not: ${unchecked.explanation}`
          : `${faults.length} of ${checked.length} calls do not fit: ${faults[0]!}`,
      details: {
        calls: verdicts.length,
        unknownTools: count('unknown_tool'),
        badArguments: count('bad_arguments'),
        unchecked: count('unchecked'),
      },
    })
  },
}
