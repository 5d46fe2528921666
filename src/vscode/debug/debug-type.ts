/** The type of our debug configurations in `launch.json`. */
export const debugType = 'dodeca';
