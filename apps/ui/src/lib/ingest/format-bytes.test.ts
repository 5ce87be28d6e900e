import { expect, test } from 'vitest'
import { formatBytes, formatShare } from './format-bytes.ts'

test('bytes keep three digits and rise to the next unit before they show four', () => {
  const bytes = [0, 512, 1023, 1536, 1024 ** 2 - 1, 150 * 1024 ** 2, 10 * 1024 ** 3]
  expect(bytes.map(formatBytes)).toEqual(['0 B', '512 B', '1023 B', '1.5 KiB', '1 MiB', '150 MiB', '10 GiB'])
})

test('a share that is not nothing is never shown as 0%, one that is not all never as 100%', () => {
  const shares = [formatShare(0, 9), formatShare(1, 100_000), formatShare(1, 3)]
  expect([...shares, formatShare(99_999, 100_000), formatShare(5, 5)]).toEqual([
    '0%',
    '<0.1%',
    '33.3%',
    '>99.9%',
    '100%',
  ])
})
