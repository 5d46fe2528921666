const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A duration in words: a number and `ms`, `s`, `m`, `h` or `d`; without a unit it is seconds. */
export const durationPattern = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/;

/** Milliseconds of a duration as it is written; null where it is none. A number is seconds. */
export function parseDuration(written: string | number): number | null {
  const [, amount, unit] = durationPattern.exec(String(written).trim()) ?? [];
  const factor = durationUnits[unit ?? 's'];
  return amount === undefined || factor === undefined ? null : Math.round(Number(amount) * factor);
}

const sizeUnits: Readonly<Record<string, number>> = {
  '': 1,
  K: 1000,
  M: 1000 ** 2,
  G: 1000 ** 3,
  T: 1000 ** 4,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
};

/** A size in words: a number and a unit of Kubernetes, `Ki`, `Mi`, `Gi`, `Ti` (1024) or `K`, `M`, `G`, `T` (1000). */
export const sizePattern = /^(\d+(?:\.\d+)?)\s*([KMGT]i?)?B?$/;

/** Bytes of a size as it is written; null where it is none. A number is bytes. */
export function parseSize(written: string | number): number | null {
  const [, amount, unit] = sizePattern.exec(String(written).trim()) ?? [];
  const factor = sizeUnits[unit ?? ''];
  return amount === undefined || factor === undefined ? null : Math.round(Number(amount) * factor);
}
