import type { DriftResult, DriftTask } from './drift-task.ts'
import { testWindows } from './test-windows.ts'
import { watchStreams } from './watch-streams.ts'

/** Compares the windows where they are due, and goes on with the watch. Some seconds of work at most. */
export const doDriftTask = ({ test, watch }: DriftTask): DriftResult => ({
  test: test === null ? null : testWindows(test),
  watch: watchStreams(watch),
})
