// Builds the library of a folder in its threads, as an engine does it, and prints when it begins and what it did; somebody may kill it meanwhile.
import { Library } from '../../../../src/library/library.ts';
import { programFile } from '../../../harness/program-file.ts';

const [workspace = '', database = ''] = process.argv.slice(2);
const workerEntry = programFile('library-worker');
const library = new Library({ workspace, database, workerEntry });
process.stdout.write('begun\n');
const report = await library.build();
process.stdout.write(`${JSON.stringify(report)}\n`);
await library.close();
