import { expect, test } from 'vitest'
import { detectLanguage } from './detect-language.ts'

test.for([
  ['The quick brown fox jumps over the lazy dog, and that is all there is to it.', 'en'],
  ["I'm sorry, but I can't assist with that.", 'en'],
  ['Le conseil municipal a voté le budget et les travaux commenceront dans un mois.', 'fr'],
  ['Je suis désolé, mais je ne peux pas vous aider.', 'fr'],
  ['Городской совет утвердил бюджет, и работы начнутся через месяц.', 'ru'],
  ['Извините, но я не могу помочь вам с этим запросом.', 'ru'],
] as const)('%s is %s', ([text, language]) => {
  expect(detectLanguage(text)).toBe(language)
})

test.for([
  ['Chinese', '巴黎是法国的首都，也是该国最大的城市，人口超过两百万。'],
  ['Arabic', 'باريس هي عاصمة فرنسا وأكبر مدنها من حيث عدد السكان'],
  [
    'German',
    'Der Stadtrat hat gestern den Haushalt beschlossen und die Arbeiten beginnen im nächsten Monat.',
  ],
  ['Ukrainian', 'Міська рада вчора затвердила бюджет, і роботи розпочнуться наступного місяця.'],
  ['Spanish', 'El ayuntamiento aprobó ayer el presupuesto y las obras comenzarán el mes que viene.'],
])('%s is none of ours', ([, text]) => {
  expect(detectLanguage(text!)).toBeNull()
})

test.for([[''], ['   '], ['42'], ['🙂🙂🙂'], ['\ud83d'], ['Paris.'], ['ok']])(
  '%j says no language',
  ([text]) => {
    expect(detectLanguage(text!)).toBe('unclear')
  },
)
