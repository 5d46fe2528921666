import { connect } from '../../src/client/connect.ts';

// A program that joins or starts the engine of a workspace, prints its process id, and leaves when its input ends.
const [workspace = '', entry] = process.argv.slice(2);
const client = await connect(workspace, { client: 'test', start: true, entry });
process.stdout.write(String(client.info.pid));
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
