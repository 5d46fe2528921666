import type { Dice, Vocabulary } from './vocabulary.ts';

/** Makes the text of a document; `size` says how many parts it has, about. */
type Template = (dice: Dice, words: Vocabulary, size: number) => string;

export interface DocumentTemplate {
  readonly extension: string;
  /** Of a hundred files so many. */
  readonly share: number;
  readonly make: Template;
}

function parts(size: number, make: (index: number) => string): string {
  return Array.from({ length: size }, (_, index) => make(index)).join('\n');
}

const python: Template = (dice, words, size) => {
  const imports = dice.times(1, 5, () => `from ${words.snake(dice)} import ${words.pascal(dice)}`);
  const body = parts(size, () => {
    const parameters = dice.times(0, 3, () => words.snake(dice)).map((name) => `${name}: int`);
    const method = `def ${words.snake(dice)}(self${parameters.map((name) => `, ${name}`).join('')}):
        """${words.sentence(dice)}"""
        ${words.snake(dice)} = self.${words.snake(dice)}(${dice.between(0, 99)})
        for item in range(${dice.between(1, 9)}):
            if item > ${dice.between(1, 5)}:
                raise ValueError("${words.sentence(dice)}")
        return ${words.snake(dice)}`;
    return dice.next() < 0.4
      ? `\nclass ${words.pascal(dice)}:\n    """${words.paragraph(dice)}"""\n\n    ${method}\n`
      : `\n${method.replace('self, ', '').replace('self', '').replaceAll('\n    ', '\n')}\n`;
  });
  return `"""${words.sentence(dice)}"""\n${imports.join('\n')}\n${body}`;
};

const typescript: Template = (dice, words, size) => {
  const imports = dice.times(1, 4, () => `import { ${words.camel(dice)} } from './${words.snake(dice)}.ts';`);
  const body = parts(size, () => {
    const text = `/** ${words.sentence(dice)} */
export function ${words.camel(dice)}(${words.camel(dice)}: number, ${words.camel(dice)}: string): string {
  const ${words.camel(dice)} = ${words.camel(dice)}(${dice.between(0, 99)});
  if (${words.camel(dice)} > ${dice.between(0, 9)}) return \`${words.word(dice)} \${${words.camel(dice)}}\`;
  // ${words.sentence(dice)}
  return ${words.camel(dice)}.map((item) => item.${words.camel(dice)}).join('${words.word(dice)}');
}`;
    if (dice.next() < 0.7) return `\n${text}`;
    return `\n/** ${words.paragraph(dice)} */\nexport interface ${words.pascal(dice)} {\n${dice
      .times(1, 5, () => `  readonly ${words.camel(dice)}: ${dice.pick(['string', 'number', 'boolean'])};`)
      .join('\n')}\n}`;
  });
  return `${imports.join('\n')}\n${body}\n`;
};

const javascript: Template = (dice, words, size) =>
  `// ${words.sentence(dice)}\nconst ${words.camel(dice)} = require('${words.snake(dice)}');\n${parts(
    size,
    () => `
// ${words.sentence(dice)}
exports.${words.camel(dice)} = function ${words.camel(dice)}(${words.camel(dice)}) {
  const { ${words.camel(dice)}, ${words.camel(dice)} } = ${words.camel(dice)}.${words.camel(dice)};
  return ${words.camel(dice)} ? ${dice.between(0, 999)} : '${words.sentence(dice)}';
};`,
  )}\n`;

const markdown: Template = (dice, words, size) =>
  `# ${words.words(dice, 4).join(' ')}\n\n${words.paragraph(dice)}\n${parts(size, () => {
    const rest = dice.pick([
      () => `\n- ${dice.times(2, 5, () => words.sentence(dice)).join('\n- ')}\n`,
      () => `\n\`\`\`python\n${words.snake(dice)} = ${words.snake(dice)}(${dice.between(1, 9)})\n\`\`\`\n`,
      () => `\nSee [${words.words(dice, 2).join(' ')}](./${words.snake(dice)}.md).\n`,
      () => '',
    ])();
    return `\n${dice.next() < 0.6 ? '##' : '###'} ${words.words(dice, 3).join(' ')}\n\n${words.paragraph(dice)}\n${rest}`;
  })}`;

const notebook: Template = (dice, words, size) => {
  const lines = (text: string) =>
    text.split('\n').map((line, at, all) => (at < all.length - 1 ? `${line}\n` : line));
  const cells = Array.from({ length: size }, (_, index) =>
    index % 2 === 0
      ? {
          cell_type: 'markdown',
          metadata: {},
          source: lines(`## ${words.words(dice, 3).join(' ')}\n\n${words.paragraph(dice)}`),
        }
      : {
          cell_type: 'code',
          execution_count: index,
          metadata: {},
          outputs: [
            {
              output_type: 'stream',
              name: 'stdout',
              text: lines(dice.times(1, 4, () => `${dice.next()} ${dice.next()}`).join('\n')),
            },
          ],
          source: lines(
            `import ${words.snake(dice)}\n${words.snake(dice)} = ${words.snake(dice)}.${words.snake(dice)}(${dice.between(1, 99)})\nprint(${words.snake(dice)})`,
          ),
        },
  );
  const metadata = { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
};

const csv: Template = (dice, words, size) => {
  const columns = dice.times(3, 9, () => words.snake(dice));
  const rows = Array.from({ length: size * 8 }, () =>
    columns.map((_, at) => (at % 3 === 0 ? words.word(dice) : String(dice.between(0, 99_999)))).join(','),
  );
  return `${columns.join(',')}\n${rows.join('\n')}\n`;
};

const yaml: Template = (dice, words, size) =>
  `# ${words.sentence(dice)}\n${parts(
    size,
    () =>
      `${words.snake(dice)}:\n${dice
        .times(2, 6, () =>
          dice.pick([
            () => `  ${words.snake(dice)}: ${words.words(dice, 3).join(' ')}`,
            () => `  ${words.snake(dice)}: ${dice.between(0, 999)}`,
            () => `  ${words.snake(dice)}: [${words.words(dice, 3).join(', ')}]`,
          ])(),
        )
        .join('\n')}`,
  )}\n`;

const json: Template = (dice, words, size) => {
  const value = (depth: number): unknown =>
    depth === 0 || dice.next() < 0.4
      ? dice.pick<unknown>([words.words(dice, 4).join(' '), dice.between(0, 9999), dice.next() < 0.5])
      : Object.fromEntries(dice.times(1, 5, () => [words.camel(dice), value(depth - 1)]));
  const entries = Array.from({ length: size * 2 }, () => [words.camel(dice), value(3)]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
};

const toml: Template = (dice, words, size) =>
  parts(size, (index) => {
    const keys = new Set(dice.times(2, 5, () => words.snake(dice)));
    const lines = [...keys].map((key) => `${key} = "${words.words(dice, 3).join(' ')}"`);
    return `[${words.snake(dice)}_${index}]\n${lines.join('\n')}\n`;
  });

const shell: Template = (dice, words, size) =>
  `#!/bin/sh\n# ${words.sentence(dice)}\nset -eu\n${parts(
    size,
    () =>
      `\n# ${words.sentence(dice)}\n${words.snake(dice)}() {\n  echo "${words.sentence(dice)}"\n  ${words.snake(dice)} --${words.word(dice)} "$1"\n}`,
  )}\n`;

const sql: Template = (dice, words, size) =>
  parts(size, () => {
    const columns = dice.times(
      2,
      7,
      () => `  ${words.snake(dice)} ${dice.pick(['TEXT', 'INTEGER', 'REAL'])}`,
    );
    return `-- ${words.sentence(dice)}\nCREATE TABLE ${words.snake(dice)} (\n${columns.join(',\n')}\n);\n`;
  });

const text: Template = (dice, words, size) => parts(size, () => `${words.paragraph(dice)}\n`);

/** Of every kind that the library reads, about as often as workspaces have it. */
export const documentTemplates: readonly DocumentTemplate[] = [
  { extension: 'py', share: 30, make: python },
  { extension: 'ts', share: 12, make: typescript },
  { extension: 'js', share: 8, make: javascript },
  { extension: 'md', share: 16, make: markdown },
  { extension: 'ipynb', share: 4, make: notebook },
  { extension: 'csv', share: 4, make: csv },
  { extension: 'yaml', share: 5, make: yaml },
  { extension: 'yml', share: 4, make: yaml },
  { extension: 'json', share: 8, make: json },
  { extension: 'toml', share: 2, make: toml },
  { extension: 'sh', share: 2, make: shell },
  { extension: 'sql', share: 1, make: sql },
  { extension: 'txt', share: 4, make: text },
];
