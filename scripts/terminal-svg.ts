// What a terminal shows, as an SVG: a dark window with text that can be selected.

interface Style {
  readonly color: string | null;
  readonly bold: boolean;
  readonly dim: boolean;
}

/** Text of one look, in one piece. */
export interface Span extends Style {
  readonly text: string;
  /** From 0. */
  readonly column: number;
}

export interface TerminalPicture {
  /** What was typed. */
  readonly command: string;
  /** What was printed, colours included. */
  readonly output: string;
  /** For those who do not see it. */
  readonly description: string;
}

const plain: Style = { color: null, bold: false, dim: false };

/** The colours of SGR that the command line uses, by their codes. */
const colors: ReadonlyMap<number, string> = new Map([
  [31, '#f47067'],
  [32, '#6bc46d'],
  [33, '#daaa3f'],
  [36, '#56d4dd'],
]);

const paper = '#1c2128';
const ink = '#cdd9e5';
const faint = '#8b98a5';

const fontSize = 14;
/** Width of a character, as most monospaced fonts have it; `textLength` makes the others fit. */
const cell = fontSize * 0.602;
const lineHeight = 20;
const padding = 18;
const titleHeight = 34;

/** Columns of the window: what is longer goes on in the next row, from a space on and indented. */
const mostColumns = 112;
const hanging = 6;

const esc = '\u001b';
const sequence = new RegExp(`(${esc}\\[[\\d;]*[A-Za-z])`);

/** Reads the escape sequences of a line into spans. Throws where one means something that is not drawn. */
export function spansOf(line: string): Span[] {
  const spans: Span[] = [];
  let style = plain;
  let column = 0;
  for (const part of line.split(sequence)) {
    if (part.startsWith(esc)) {
      if (!part.endsWith('m')) throw new Error(`this sequence is not drawn: ${JSON.stringify(part)}`);
      for (const code of part.slice(2, -1).split(';')) style = styled(style, Number(code));
      continue;
    }
    // What stands after a gap is placed by itself, so that columns stand in any font.
    for (const { 0: text, index } of part.matchAll(/\S+(?: \S+)*/g))
      spans.push({ ...style, text, column: column + index });
    column += part.length;
  }
  return spans;
}

function styled(style: Style, code: number): Style {
  switch (code) {
    case 0:
      return plain;
    case 1:
      return { ...style, bold: true };
    case 2:
      return { ...style, dim: true };
    case 22:
      return { ...style, bold: false, dim: false };
    case 39:
      return { ...style, color: null };
    default: {
      const color = colors.get(code);
      if (color === undefined) throw new Error(`this colour is not drawn: ${code}`);
      return { ...style, color };
    }
  }
}

/** The rows that a line takes: words keep their places, but for those that have no room. */
export function wrapped(spans: readonly Span[]): Span[][] {
  const rows: Span[][] = [[]];
  let shift = 0;
  for (const span of spans) {
    for (const { 0: word, index } of span.text.matchAll(/\S+/g)) {
      let column = span.column + index + shift;
      if (column + word.length > mostColumns && column > hanging) {
        shift += hanging - column;
        column = hanging;
        rows.push([]);
      }
      const row = rows.at(-1) ?? [];
      const last = row.at(-1);
      if (last && index > 0 && last.column + last.text.length + 1 === column)
        row[row.length - 1] = { ...last, text: `${last.text} ${word}` };
      else row.push({ ...span, text: word, column });
    }
  }
  return rows;
}

/** Draws a window as wide and as high as its text. */
export function terminalSvg({ command, output, description }: TerminalPicture): string {
  const rows = output
    .trimEnd()
    .split('\n')
    .flatMap((line) => wrapped(spansOf(line)));
  const columns = Math.max(
    command.length + 2,
    ...rows.map((spans) => Math.max(0, ...spans.map(({ text, column }) => column + text.length))),
  );
  const width = Math.ceil(columns * cell + 2 * padding);
  const height = titleHeight + (rows.length + 1) * lineHeight + padding;
  const prompt: Span[] = [
    { ...plain, color: colors.get(32) ?? ink, text: '$', column: 0 },
    { ...plain, bold: true, text: command, column: 2 },
  ];
  const lines = [prompt, ...rows].flatMap((spans, row) =>
    spans.length === 0
      ? []
      : [`<text y="${titleHeight + row * lineHeight + 14}">${spans.map(drawn).join(' ')}</text>`],
  );
  const lights = ['#f47067', '#daaa3f', '#6bc46d'].map(
    (fill, index) => `<circle cx="${padding + 5 + index * 18}" cy="17" r="5" fill="${fill}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(description)}">`,
    `<title>${escaped(description)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="${paper}" stroke="#545d68"/>`,
    ...lights,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${fontSize}" fill="${ink}">`,
    ...lines,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function drawn({ text, column, color, bold, dim }: Span): string {
  const fill = color ?? (dim ? faint : null);
  const attributes = [
    `x="${figure(padding + column * cell)}"`,
    `textLength="${figure(text.length * cell)}"`,
    'lengthAdjust="spacingAndGlyphs"',
    ...(fill === null ? [] : [`fill="${fill}"`]),
    ...(bold ? ['font-weight="bold"'] : []),
  ];
  return `<tspan ${attributes.join(' ')}>${escaped(text)}</tspan>`;
}

function figure(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
