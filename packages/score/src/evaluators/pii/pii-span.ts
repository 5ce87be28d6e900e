/** Types of personal data, in lower case of the names that Presidio uses. */
export const PII_TYPES = [
  'person',
  'street_address',
  'gpe',
  'organization',
  'title',
  'nrp',
  'zip_code',
  'date_time',
  'age',
  'email_address',
  'phone_number',
  'domain_name',
  'ip_address',
  'mac_address',
  'credit_card',
  'iban_code',
  'us_ssn',
  'us_driver_license',
  'passport',
  'crypto',
] as const

export type PiiType = (typeof PII_TYPES)[number]

/** Personal data at one place; `start` and `end` are UTF-16 units, end exclusive. */
export interface PiiSpan {
  type: PiiType
  start: number
  end: number
  /** How sure, 0 to 1: a checksum or a form that nothing else has is near 1, a word that looks like a name below. */
  confidence: number
}
