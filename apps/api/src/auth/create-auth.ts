import { betterAuth } from 'better-auth'
import { AUTH_TABLES } from './options.ts'
import type { ApiDeps } from '../deps.ts'

/** Header that carries the client's address to the limit of sign-ins; whatever a client sends under it is dropped. */
export const CLIENT_ADDRESS_HEADER = 'x-assay-client-address'

/** Sign-ins and changes of password that one address may try in a minute. */
export const SIGN_IN_TRIES = 10

const SESSION_SECONDS = 14 * 24 * 3600
const RENEW_AFTER_SECONDS = 24 * 3600

/** Accounts with e-mail and password, and their sessions. Accounts are made by our own verbs alone, never by sign-up. */
export function createAuth(deps: Pick<ApiDeps, 'pool' | 'publicUrl' | 'authSecret' | 'logger'>) {
  const tries = { window: 60, max: SIGN_IN_TRIES }
  return betterAuth({
    ...AUTH_TABLES,
    database: deps.pool,
    baseURL: deps.publicUrl,
    basePath: '/api/auth',
    secret: deps.authSecret,
    telemetry: { enabled: false },
    logger: {
      log: (level, message) => {
        if (level === 'error') deps.logger.error(`accounts: ${message}`)
        else if (level === 'warn') deps.logger.warn(`accounts: ${message}`)
      },
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    session: { ...AUTH_TABLES.session, expiresIn: SESSION_SECONDS, updateAge: RENEW_AFTER_SECONDS },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': tries, '/change-password': tries },
    },
    advanced: {
      cookiePrefix: 'assay',
      useSecureCookies: deps.publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      // One check of origins guards every route, these too: http/same-origin.ts.
      disableCSRFCheck: true,
      disableOriginCheck: true,
    },
  })
}

export type Auth = ReturnType<typeof createAuth>
