/** Line breaks and tabs are a part of texts, and do no harm. */
const control = /[^\P{Cc}\n\t]/gu;
const anyControl = /\p{Cc}/gu;

/**
 * A report as it may be shown in a terminal: names and texts of the workspace come from anywhere, and control characters
 * in them would steer it. They are written as escapes; in a path line breaks are, too.
 */
export function visibleReport<T>(report: T): T {
  return visible(report, '') as T;
}

function visible(value: unknown, name: string): unknown {
  if (typeof value === 'string') return value.replace(/path$/i.test(name) ? anyControl : control, escapeOf);
  if (Array.isArray(value)) return value.map((one) => visible(one, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, visible(one, key)]));
}

function escapeOf(sign: string): string {
  if (sign === '\n') return '\\n';
  if (sign === '\t') return '\\t';
  return `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
