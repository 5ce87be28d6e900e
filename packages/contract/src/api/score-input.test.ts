import { expect, it } from 'vitest'
import { RuleEvaluator } from './rule.ts'
import { ScoreInput } from './score-input.ts'

const SCORE = { sessionId: 's1', name: 'feedback' }

/** An object in an object in an object, as `JSON.parse` makes it and `JSON.stringify` cannot write it. */
const deep = (levels: number): unknown => JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels))

it('a value so great that its square is no number is refused, since it would end every mean that it is part of', () => {
  for (const value of [1.7e308, -1.7e308, 1e13])
    expect([value, ScoreInput.safeParse({ ...SCORE, value }).success]).toEqual([value, false])
  for (const value of [-1e12, 0, 1_700_000_000_000 / 1000])
    expect(ScoreInput.parse({ ...SCORE, value }).value).toBe(value)
})

it('all faults of a score are told at once, whether of its fields or of what they make together', () => {
  const messages = ScoreInput.safeParse({}).error?.issues.map(
    ({ path, message }) => `${path.join('.')} ${message}`,
  )
  expect(messages).toHaveLength(3)
  for (const part of ['name ', 'name what is scored', 'give a value or a label'])
    expect(messages?.some((message) => message.includes(part))).toBe(true)
  for (const bad of [null, 'x', 1, []]) expect(ScoreInput.safeParse(bad).success).toBe(false)
})

it('metadata and parameters that are nested too deep to be written are refused like those that are too long', () => {
  for (const bad of [deep(100_000), { text: 'x'.repeat(60_000) }]) {
    expect(ScoreInput.safeParse({ ...SCORE, value: 1, metadata: bad }).error?.issues[0]?.message).toContain(
      'at most 20000 characters',
    )
    expect(RuleEvaluator.safeParse({ name: 'refusal', parameters: bad }).error?.issues[0]?.message).toContain(
      'at most 50000 characters',
    )
  }
  expect(ScoreInput.safeParse({ ...SCORE, value: 1, metadata: { tags: [['a']] } }).success).toBe(true)
})
