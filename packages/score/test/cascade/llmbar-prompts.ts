/** Prompts of LLMBar's recorded judges that see both outputs, from plain to elaborate; the weakest of all, without rules, last. */
export const LLMBAR_PROMPTS = [
  'Vanilla',
  'CoT',
  'Reference',
  'Vanilla_1shot',
  'Vanilla_2shot',
  'Metrics',
  'Metrics_Reference',
  'Vanilla_NoRules',
]
