import { makeFormTable } from '../../text/form-table.ts'
import { isDigit } from '../../text/word-characters.ts'
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
  /** Of one to six digits. */
  isShortNumber: boolean
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
  /** Is a title of a person, a job or a state: what is looked at whatever stands around. */
  isTelling: boolean
  /** Has a capital right after a small letter: `YouTube`. */
  isCamel: boolean
}

/** Words remembered: a vocabulary, not a log; longer ones are looked up each time. */
const MAX_REMEMBERED = 20_000
const MAX_LENGTH = 40

/** The forms of the words of all texts. */
export const casedForms = makeFormTable(casedForm, MAX_REMEMBERED, MAX_LENGTH)

function casedForm(written: string): CasedForm {
  if (isDigit(written.charCodeAt(0))) return numberForm(written)
  const lower = written.toLowerCase()
  const role = WORD_ROLES.get(lower)
  const isNameTitle = NAME_TITLES.has(lower)
  const isState = STATES.has(written)
  const isCapital = lower !== written && lower.charCodeAt(0) !== written.charCodeAt(0)
  return {
    written,
    lower,
    isShortNumber: false,
    isCapital,
    role,
    isCommon: COMMON_WORDS.has(lower),
    isNameTitle,
    isState,
    isStreet: (isCapital && STREET_ENDINGS(written, lower)) || (role === 'street' && written.length > 1),
    isFirstName: FIRST_NAMES.has(lower.split('-')[0]!),
    isLastName: LAST_NAMES.has(lower),
    hasNameEnding: isCapital && NAME_ENDINGS(written, lower),
    hasPlaceEnding: isCapital && PLACE_ENDINGS(written, lower),
    isTelling: isNameTitle || isState || role === 'job',
    isCamel: lower !== written && !/^[A-Z][a-z]*$/.test(written) && /\p{Ll}\p{Lu}/u.test(written),
  }
}

/** A number as a word: it is in no list. */
const numberForm = (written: string): CasedForm => ({
  written,
  lower: written,
  isShortNumber: /^\d{1,6}$/.test(written),
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
  isTelling: false,
  isCamel: false,
})
