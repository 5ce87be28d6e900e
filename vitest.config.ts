import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// The suffix tells what a test needs: .test.ts nothing, .int.test.ts real stores, .e2e.ts a browser.
// chDB opens one data directory a process, so every file runs in a process of its own.
const skip = ['**/node_modules/**', 'data/**']
export default defineConfig({
  test: {
    // Most of a test is waiting: for an engine that opens, a segment that fills, a page that loads.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,collectors,packages,test}/**/*.test.ts'],
          exclude: [...skip, '**/*.int.test.ts', 'test/house/**'],
          // Some work for two seconds, which a busy machine makes ten of.
          testTimeout: 30_000,
        },
      },
      { test: { name: 'house', include: ['test/house/*.test.ts'], exclude: skip } },
      {
        test: {
          name: 'int',
          include: ['{apps,collectors,packages,test}/**/*.int.test.ts'],
          exclude: skip,
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/*.e2e.ts'],
          exclude: skip,
          pool: 'forks',
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // As long as a page may take to show something; vitest's own second is less than a busy machine needs.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
})
