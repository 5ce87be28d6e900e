import { existsSync } from 'node:fs'
import { describe } from 'vitest'
import { findChromium } from './find-chromium.ts'

/** Path of the Chromium that browser tests drive; '' where there is none, and their suites are skipped. */
export const CHROMIUM = findChromium(process.env, existsSync) ?? ''

/** `describe` for suites that need a browser: skipped where there is no Chromium; the runner says why. */
export const describeInBrowser = describe.skipIf(CHROMIUM === '')
