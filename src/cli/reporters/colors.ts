import picocolors from 'picocolors';

/** Colours for people at a terminal; `NO_COLOR` and `FORCE_COLOR` decide where they are set. */
export const colors = picocolors.createColors(
  !process.env.NO_COLOR && (Boolean(process.env.FORCE_COLOR) || process.stdout.isTTY === true),
);
