const SHIFT = 20n

/** The first arrival number of a millisecond, Unix time; the column `version` of a row holds one. */
export const firstVersionAt = (unixMs: number): bigint => BigInt(unixMs) << SHIFT

/** Unix milliseconds at which a row with this arrival number came. */
export const arrivalMsOf = (version: bigint): number => Number(version >> SHIFT)
