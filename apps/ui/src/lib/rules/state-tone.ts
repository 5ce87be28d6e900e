import type { RuleStateLevel } from '@assay/contract/api/rule-state'

/** Class of the badge of a level. */
export const STATE_TONES: Record<RuleStateLevel, string> = {
  error: 'error',
  warning: 'warn',
  info: '',
  ok: 'ok',
  off: '',
}

/** What a level is called. */
export const LEVEL_WORDS: Record<RuleStateLevel, string> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Note',
  ok: 'OK',
  off: 'Off',
}
