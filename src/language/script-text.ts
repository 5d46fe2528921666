import { posix } from 'node:path';

/** What a new script begins with: it runs, says so, and succeeds. */
export function scriptText(path: string): string {
  const name = posix.basename(path);
  switch (posix.extname(path).toLowerCase()) {
    case '.py':
      return `"""What this agent does, in a sentence."""\n\nprint("${name} has nothing to do yet")\n`;
    case '.js':
    case '.mjs':
    case '.cjs':
    case '.ts':
      return `// What this agent does, in a sentence.\n\nconsole.log('${name} has nothing to do yet');\n`;
    case '.sh':
    case '.bash':
      return `#!/bin/sh\n# What this agent does, in a sentence.\nset -eu\n\necho "${name} has nothing to do yet"\n`;
    case '.ps1':
      return `# What this agent does, in a sentence.\n\nWrite-Output "${name} has nothing to do yet"\n`;
    case '.rb':
      return `# What this agent does, in a sentence.\n\nputs "${name} has nothing to do yet"\n`;
    default:
      return '';
  }
}
