import type { ScoreTarget } from '@assay/contract/score-row'
import type { ComparedScore } from '../call.ts'
import { MOST_ITEMS } from './call-columns.ts'
import { type Column, type Item, keyOf } from './column.ts'
import type { Slice } from './choose-slices.ts'

/** Scores are only compared with those of the same name, version, source and kind of target. */
const groupOf = ({ name, version, source, target }: ComparedScore): string =>
  JSON.stringify([name, version, source, target])

/** A column for each score in one slice (null: all): its values where it has any, else its labels. */
export function scoreColumns(
  before: readonly ComparedScore[],
  after: readonly ComparedScore[],
  slice: Slice | null,
): Column[] {
  const inSlice = (scores: readonly ComparedScore[]) =>
    slice === null ? scores : scores.filter(({ slices }) => slices[slice.by] === slice.value)
  const [old, now] = [Map.groupBy(inSlice(before), groupOf), Map.groupBy(inSlice(after), groupOf)]
  return [...new Set([...old.keys(), ...now.keys()])].map((group): Column => {
    const [a, b] = [old.get(group) ?? [], now.get(group) ?? []]
    const [name, version, source, target] = JSON.parse(group) as [string, string, string, ScoreTarget]
    const score = { name, version, source, target }
    const place = { key: keyOf('scores', score, slice), signal: 'scores' as const, score, slice }
    const values = [...a, ...b].flatMap(({ value }) => (value === null ? [] : [value]))
    if (values.length > 0) {
      const isRate = values.every((value) => value === 0 || value === 1)
      const kind = isRate ? ('rate' as const) : ('number' as const)
      const read = ({ value }: ComparedScore) => value
      return { ...place, kind, before: itemsOf(a, read), after: itemsOf(b, read) }
    }
    const read = ({ label }: ComparedScore) => (label === '' ? null : label)
    return { ...place, kind: 'category', before: itemsOf(a, read), after: itemsOf(b, read) }
  })
}

function itemsOf<V>(scores: readonly ComparedScore[], read: (score: ComparedScore) => V | null): Item<V>[] {
  return scores
    .flatMap((score): Item<V>[] => {
      const value = read(score)
      const { timeMs, traceId, probability } = score
      return value === null ? [] : [{ value, timeMs, traceId, probability }]
    })
    .slice(0, MOST_ITEMS)
}
