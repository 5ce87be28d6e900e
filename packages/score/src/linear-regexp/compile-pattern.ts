import { refuse } from '@assay/stats/shared/refuse'
import type { CharacterTest } from './character-test.ts'
import type { PatternNode, Place } from './parse-pattern.ts'

/** One step of a program: take a character, or go on elsewhere without one. */
export type Instruction =
  | { kind: 'character'; test: CharacterTest }
  | { kind: 'place'; place: Place }
  | { kind: 'goto'; targets: number[] }
  | { kind: 'match' }

const LONGEST_PROGRAM = 2_000

/** Thompson's construction: counted repetitions become copies, so a program has at most 2,000 steps. */
export function compilePattern(root: PatternNode): Instruction[] {
  const program: Instruction[] = []
  const push = (instruction: Instruction) => {
    if (program.length >= LONGEST_PROGRAM) refuse('A pattern repeats too much: count to lower numbers.')
    return program.push(instruction) - 1
  }
  const jump = () => {
    const instruction = { kind: 'goto' as const, targets: [] as number[] }
    push(instruction)
    return instruction.targets
  }

  function emit(node: PatternNode): void {
    if (node.kind === 'repeat') emitRepeat(node)
    else if (node.kind === 'sequence') for (const part of node.nodes) emit(part)
    else if (node.kind === 'choice') emitChoice(node.nodes)
    else push(node)
  }

  function emitChoice(nodes: readonly PatternNode[]): void {
    const starts = jump()
    const ends: number[][] = []
    for (const node of nodes) {
      starts.push(program.length)
      emit(node)
      ends.push(jump())
    }
    for (const end of ends) end.push(program.length)
  }

  function emitRepeat({ node, least, most }: { node: PatternNode; least: number; most: number }): void {
    for (let i = 0; i < least; i++) {
      const before = program.length
      emit(node)
      // A part that takes nothing, repeated, is the part itself.
      if (program.length === before) return
    }
    if (most === Infinity) {
      const start = program.length
      const fork = jump()
      fork.push(program.length)
      emit(node)
      jump().push(start)
      fork.push(program.length)
      return
    }
    const exits: number[][] = []
    for (let i = least; i < most; i++) {
      const fork = jump()
      fork.push(program.length)
      emit(node)
      exits.push(fork)
    }
    for (const exit of exits) exit.push(program.length)
  }

  emit(root)
  push({ kind: 'match' })
  return program
}
