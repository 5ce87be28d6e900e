/** A change that a detector reports. Samples are counted from 1. */
export interface Alarm {
  /** The sample that raised it. */
  at: number
  /** The first sample that likely belongs to the new regime. */
  since: number
  /** What rose, fell or spread: the mean or rate (`up`, `down`), or the spread alone (`wider`, `narrower`). */
  direction: 'up' | 'down' | 'wider' | 'narrower'
}

/**
 * Reads a stream sample by sample and says where it changed. A state is plain data that JSON keeps, and belongs to one stream;
 * `observe` changes it in place.
 */
export interface Detector<State, Value> {
  start: () => State
  observe: (state: State, value: Value) => Alarm | null
}

/** All alarms of a detector on a stream that is already there. */
export function detectAll<State, Value>(detector: Detector<State, Value>, values: Iterable<Value>): Alarm[] {
  const state = detector.start()
  const alarms: Alarm[] = []
  for (const value of values) {
    const alarm = detector.observe(state, value)
    if (alarm !== null) alarms.push(alarm)
  }
  return alarms
}
