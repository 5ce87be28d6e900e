import { makeFormTable } from '../../text/form-table.ts'
import {
  COMMON_WORDS,
  FIRST_NAMES,
  LAST_NAMES,
  NAME_ENDINGS,
  NAME_TITLES,
  PLACE_ENDINGS,
  STATES,
  STREET_ENDINGS,
  WORD_ROLES,
  type WordRole,
} from './word-lists.ts'

/** What is known of a word with its case wherever it stands. */
export interface CasedForm {
  written: string
  lower: string
  isCapital: boolean
  /** What it is in an address or a title, where it is listed. */
  role: WordRole | undefined
  isCommon: boolean
  isNameTitle: boolean
  isState: boolean
  /** Names a street by itself or by its end. */
  isStreet: boolean
  /** Its part before a hyphen is a first name. */
  isFirstName: boolean
  isLastName: boolean
  /** Both of words with a capital alone. */
  hasNameEnding: boolean
  hasPlaceEnding: boolean
  /** Has a capital right after a small letter: `YouTube`. */
  isCamel: boolean
}

/** Words remembered: a vocabulary, not a log; longer ones are looked up each time. */
const MAX_REMEMBERED = 20_000
const MAX_LENGTH = 40

/** The forms of the words of all texts. */
export const casedForms = makeFormTable(casedForm, MAX_REMEMBERED, MAX_LENGTH)

function casedForm(written: string): CasedForm {
  const lower = written.toLowerCase()
  const role = WORD_ROLES.get(lower)
  const isCapital = lower !== written && lower.charCodeAt(0) !== written.charCodeAt(0)
  return {
    written,
    lower,
    isCapital,
    role,
    isCommon: COMMON_WORDS.has(lower),
    isNameTitle: NAME_TITLES.has(lower),
    isState: STATES.has(written),
    isStreet: (isCapital && STREET_ENDINGS(written, lower)) || (role === 'street' && written.length > 1),
    isFirstName: FIRST_NAMES.has(lower.split('-')[0]!),
    isLastName: LAST_NAMES.has(lower),
    hasNameEnding: isCapital && NAME_ENDINGS(written, lower),
    hasPlaceEnding: isCapital && PLACE_ENDINGS(written, lower),
    isCamel: lower !== written && /\p{Ll}\p{Lu}/u.test(written),
  }
}

/** A number as a word: it is in no list. */
export const numberForm = (written: string): CasedForm => ({
  written,
  lower: written,
  isCapital: false,
  role: undefined,
  isCommon: false,
  isNameTitle: false,
  isState: false,
  isStreet: false,
  isFirstName: false,
  isLastName: false,
  hasNameEnding: false,
  hasPlaceEnding: false,
  isCamel: false,
})
