import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { startProcess, type AssayProcess } from '../int/start-process.ts'
import { startOpenAiStub, type OpenAiStub } from './openai-stub/start-openai-stub.ts'

/** Starts one Assay and one OpenAI stub for all tests of a file. */
export function useAssay(): { assay(): AssayProcess; stub(): OpenAiStub } {
  let dir: string
  let assay: AssayProcess
  let stub: OpenAiStub
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'assay-clients-'))
    assay = await startProcess(join(dir, 'data'))
    stub = await startOpenAiStub()
  })
  afterAll(async () => {
    await stub?.close()
    await assay?.stop('SIGTERM')
    if (dir !== undefined) rmSync(dir, { recursive: true, force: true })
  })
  return { assay: () => assay, stub: () => stub }
}
