import { hash } from 'node:crypto'

/**
 * A number from 0 to below 1 that a seed and an id always give: who takes what is below a rate takes that share, and at a higher rate the
 * same ones and more.
 */
export function draw(seed: string, id: string): number {
  return Number.parseInt(hash('sha256', `${seed}\n${id}`, 'hex').slice(0, 12), 16) / 2 ** 48
}
