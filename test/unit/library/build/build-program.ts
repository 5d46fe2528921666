// Builds the library of a folder and says when it begins and when it has ended; somebody may kill it meanwhile.

import { openBuilder } from './open-builder.ts';
import { plainExtractor } from './plain-extractor.ts';

const [root = '', deadly] = process.argv.slice(2);
const open = openBuilder(root, {
  extractor: {
    read(path, bytes) {
      if (path === deadly) process.kill(process.pid, 'SIGKILL');
      return plainExtractor.read(path, bytes);
    },
    readPlain: plainExtractor.readPlain,
  },
});
process.stdout.write('begun\n');
const report = await open.build();
process.stdout.write(`${JSON.stringify(report)}\n`);
open.builder.close();
