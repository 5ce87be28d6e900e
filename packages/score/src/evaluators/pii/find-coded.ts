import { isIban } from './checksums.ts'
import type { PiiSpan, PiiType } from './pii-span.ts'

interface CodedForm {
  type: PiiType
  /** A character without which the form cannot be there, so that most texts skip it. */
  trigger: RegExp
  /** Signs of which the trigger has one, found faster still. */
  signs?: readonly string[]
  form: RegExp
  confidence: number
  isValid?: (written: string) => boolean
}

const isIpv4 = (written: string) => written.split('.').every((part) => Number(part) <= 255)
const isIpv6 = (written: string) =>
  written.split(':').length >= 4 && /\d/.test(written) && !/:::/.test(written)

// Each quantifier is bounded or followed by a character that it cannot eat, so every form takes linear time.
const FORMS: readonly CodedForm[] = [
  {
    type: 'email_address',
    trigger: /@/,
    form: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_%+-][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu,
    confidence: 0.99,
  },
  {
    type: 'domain_name',
    trigger: /:\/\/|www\./i,
    form: /(?<![\p{L}\p{N}@.])(?:https?:\/\/|ftp:\/\/|www\.)[^\s<>"'`|\\^{}()[\]]{3,2000}/giu,
    confidence: 0.95,
  },
  {
    type: 'domain_name',
    trigger: /\.(?:com|org|net|edu|gov|info|biz|co\.uk|ru|fr|de)\b/i,
    form: /(?<![\p{L}\p{N}@.\-/_])(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,5}(?:com|org|net|edu|gov|info|biz|co\.uk|ru|fr|de)(?![\p{L}\p{N}_(-]|\.\p{L})(?:\/[^\s<>"'`|\\^{}()[\]]{0,500})?/giu,
    confidence: 0.85,
  },
  {
    type: 'ip_address',
    trigger: /\d\.\d{1,3}\.\d/,
    form: /(?<![\d.])(?<![vV])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\d]|\.\d)/g,
    confidence: 0.95,
    isValid: (written) => isIpv4(written.split('/')[0] ?? ''),
  },
  {
    type: 'mac_address',
    signs: [':', '-'],
    trigger: /[\da-f]{2}[:-][\da-f]{2}[:-]/i,
    form: /(?<![\da-f:-])[\da-f]{2}([:-])(?:[\da-f]{2}\1){4}[\da-f]{2}(?![\da-f:-])/gi,
    confidence: 0.95,
  },
  {
    type: 'ip_address',
    signs: [':'],
    trigger: /[\da-f]:[\da-f:]{2}/i,
    form: /(?<![\p{L}\d:.])[\da-f]{0,4}(?::[\da-f]{0,4}){3,7}(?![\p{L}\d:])/giu,
    confidence: 0.9,
    isValid: isIpv6,
  },
  {
    type: 'iban_code',
    trigger: /[A-Z]{2}\d{2}/,
    form: /(?<![\p{L}\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?(?![\p{L}\d])/gu,
    confidence: 0.99,
    isValid: (written) => isIban(written.replaceAll(' ', '')),
  },
  {
    type: 'crypto',
    trigger: /\b(?:[13]|bc1|0x)[\dA-Za-z]{20}/,
    form: /(?<![\p{L}\d])(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,71}|0x[\da-fA-F]{40})(?![\p{L}\d])/gu,
    confidence: 0.9,
    isValid: (written) => /\d/.test(written) && /[A-Za-z]/.test(written.slice(2)),
  },
]

const TRAILING = /[.,;:!?…»”]+$/

/** Personal data whose form gives it away: e-mail and network addresses, links, IBANs, wallets. */
export function findCoded(text: string): PiiSpan[] {
  return FORMS.flatMap(({ type, signs, trigger, form, confidence, isValid }) => {
    if (signs?.some((sign) => text.includes(sign)) === false || !trigger.test(text)) return []
    const spans: PiiSpan[] = []
    for (const match of text.matchAll(form)) {
      const written = match[0].replace(TRAILING, '')
      if (isValid && !isValid(written)) continue
      spans.push({ type, start: match.index, end: match.index + written.length, confidence })
    }
    return spans
  })
}
