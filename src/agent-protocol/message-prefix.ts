/** A line that begins with this is a message; everything else is output. */
export const messagePrefix = '::dodeca ';

/** The longest line that is taken as a message, bytes, prefix included, newline not. */
export const maxMessageBytes = 64 * 1024;
