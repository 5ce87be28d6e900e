import { expect, it } from 'vitest'
import { BiasSettingsPatch } from './bias.ts'

it('an attribute or a score that stands twice is refused', () => {
  const one = { attribute: 'tag' }
  expect(BiasSettingsPatch.safeParse({ attributes: [one, { attribute: 'user' }] }).success).toBe(true)
  expect(BiasSettingsPatch.safeParse({ attributes: [one, one] }).success).toBe(false)
  const rate = { name: 'refusal', label: 'full_refusal' }
  expect(BiasSettingsPatch.safeParse({ measures: [rate, { name: 'refusal' }] }).success).toBe(true)
  expect(BiasSettingsPatch.safeParse({ measures: [rate, rate] }).success).toBe(false)
})
