import { expect, test } from 'vitest'
import { isAbstention } from './is-abstention.ts'
import { prepareText } from './prepare-text.ts'

test.for([
  ["I don't know.", 'en', true],
  ['idk', 'en', true],
  ['The document does not mention when it was built.', 'en', true],
  ['I am not sure, but it opened in 1900.', 'en', false],
  ['The painter of the fresco is of unknown origin.', 'en', false],
  ["I don't know. The bridge opened in 1900 and has eight lanes.", 'en', false],
  ['Je ne sais pas.', 'fr', true],
  ["Je n'ai pas d'information à ce sujet.", 'fr', true],
  ['Je ne sais pas, mais le pont date de 1900.', 'fr', false],
  ['Я не знаю.', 'ru', true],
  ['Не знаю, но мост открыли в 1900 году.', 'ru', false],
  ['', 'en', false],
] as const)('"%s" abstains: %s %s', ([text, language, abstains]) => {
  expect(isAbstention(prepareText(text, language))).toBe(abstains)
})
