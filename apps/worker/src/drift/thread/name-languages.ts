import { detectLanguage } from '@assay/score/languages/detect-language'
import type { DriftRows } from '../call.ts'

/** Adds the language of their answer, or else of their input, to calls whose text was read, and to the scores of their traces. */
export function nameLanguages({ stored, calls, scores }: DriftRows): DriftRows {
  const byTrace = new Map<string, string>()
  const named = calls.map((call) => {
    if (call.text === null) return call
    const found = [call.text.answer, call.text.input].map(detectLanguage).find((one) => one !== 'unclear')
    if (found === undefined) return call
    const language = found ?? 'other'
    byTrace.set(call.traceId, language)
    return { ...call, slices: { ...call.slices, language } }
  })
  return {
    stored,
    calls: named,
    scores: scores.map((score) => {
      const language = byTrace.get(score.traceId)
      return language === undefined ? score : { ...score, slices: { ...score.slices, language } }
    }),
  }
}
