import { RuleDraft } from '@assay/contract/api/rule'
import type { RuleFacts } from '@assay/store/postgres/scoring/read-rule-facts'
import { expect, test } from 'vitest'
import { describeRule } from './describe-rule.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const draft = RuleDraft.parse({
  name: 'R',
  target: 'trace',
  evaluators: [{ name: 'refusal' }, { name: 'toxicity' }],
})

function stateOf(counts: RuleFacts['counts']) {
  const at = new Date(NOW).toISOString()
  return describeRule({
    rule: { ...draft, id: 'r', version: 1, createdAt: at, changedAt: at, changedBy: null },
    judge: null,
    facts: { counts, waits: [], underWay: 0, spent: { calls: 0, usd: 0 } },
    pauses: [],
    delay: {
      ...{ batches: 0, oldestAt: null, error: null, share: 1, since: null },
      open: { trace: { count: 0, oldestAt: null }, session: { count: 0, oldestAt: null } },
    },
    ...{ seen: 20, matched: 10, nowMs: NOW },
  })
}
const count = (what: RuleFacts['counts'][number]['what'], evaluator: string, times: number) => ({
  ...{ what, evaluator, reason: '', times },
})

test('a rule of which another covers a part says that it works and what it made, and which part that is', () => {
  const covered = count('covered', 'refusal', 10)
  const state = stateOf([count('sampled', '', 10), covered, count('scored', 'toxicity', 10)])
  expect(state).toMatchObject({ level: 'ok', badge: 'Works, partly covered', scored: 10 })
  expect(state.remarks[0]?.text).toMatch(/Another rule .* runs refusal .* It made 10 scores itself\.$/)
  expect(stateOf([count('sampled', '', 10), covered])).toMatchObject({ level: 'info', badge: 'Covered' })
})

test('a rule that works says how often an evaluator had nothing to score, where that was so', () => {
  const sampled = count('sampled', '', 10)
  const none = count('not_applicable', 'refusal', 4)
  const texts = (counts: RuleFacts['counts']) => stateOf(counts).remarks.map(({ text }) => text)
  const made = 'looked at 10 samples and made 16 scores'
  expect(texts([sampled, count('scored', 'toxicity', 16), none])).toContainEqual(
    `Of 20 traces in the last 24 hours it matches 10, ${made}; 4 times an evaluator had nothing to score in a sample.`,
  )
  expect(texts([sampled, count('scored', 'toxicity', 16)])).toContainEqual(expect.stringMatching(`${made}.$`))
})
