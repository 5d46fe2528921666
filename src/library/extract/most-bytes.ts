/**
 * Bytes of a file that are read; what is behind them is not found. Whoever calls refuses files that are larger by far,
 * which are data.
 */
export const mostBytes = 5 * 1024 * 1024;
