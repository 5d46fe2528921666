import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { newSocketAddress } from '../../../src/rpc/socket-path.ts';

describe('the socket of an engine', () => {
  if (process.platform === 'win32') {
    it('is a named pipe', () => {
      assert.match(newSocketAddress('C:\\w').path, /^\\\\\.\\pipe\\dodeca-[0-9a-f]{12}-[0-9a-f]{8}$/);
    });
    return;
  }

  let base: string;
  const temporary = process.env.TMPDIR;

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'dodeca-socket-'));
  });

  afterEach(() => {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
    rmSync(base, { recursive: true, force: true });
  });

  it('lies in a folder of $XDG_RUNTIME_DIR that only its user may enter', () => {
    const { path } = newSocketAddress('/w', { XDG_RUNTIME_DIR: base });
    assert.equal(dirname(path), join(base, 'dodeca'));
    assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
  });

  it('lies in the temporary folder where there is no $XDG_RUNTIME_DIR, or one that is missing', () => {
    process.env.TMPDIR = base;
    for (const env of [{}, { XDG_RUNTIME_DIR: join(base, 'none') }, { XDG_RUNTIME_DIR: 'relative' }]) {
      assert.equal(dirname(newSocketAddress('/w', env).path), join(base, `dodeca-${process.getuid?.()}`));
    }
  });

  it('has a path that fits, wherever the folders are', () => {
    for (let length = 1; length < 120; length += 7) {
      const long = join(base, 'x'.repeat(length));
      mkdirSync(long);
      const address = newSocketAddress('/w', { XDG_RUNTIME_DIR: long });
      assert.ok(Buffer.byteLength(address.path) <= (process.platform === 'darwin' ? 103 : 107), address.path);
      address.remove();
      process.env.TMPDIR = long;
      const other = newSocketAddress('/w', {});
      assert.ok(Buffer.byteLength(other.path) <= 107, other.path);
      other.remove();
    }
  });

  it('is in no folder that others may enter, and in none that is a link', () => {
    process.env.TMPDIR = join(base, 'tmp');
    mkdirSync(join(base, 'tmp'));
    mkdirSync(join(base, 'dodeca'));
    chmodSync(join(base, 'dodeca'), 0o755);
    const open = newSocketAddress('/w', { XDG_RUNTIME_DIR: base });
    assert.equal(dirname(dirname(open.path)), join(base, 'tmp'));
    chmodSync(join(base, 'dodeca'), 0o700);
    rmSync(join(base, 'dodeca'), { recursive: true });
    mkdirSync(join(base, 'own'), { mode: 0o700 });
    symlinkSync(join(base, 'own'), join(base, 'dodeca'));
    const linked = newSocketAddress('/w', { XDG_RUNTIME_DIR: base });
    assert.equal(dirname(dirname(linked.path)), join(base, 'tmp'));
  });

  it("is in a folder of its own where all others are somebody else's, and takes it along", () => {
    const long = join(base, 'y'.repeat(40));
    mkdirSync(long);
    process.env.TMPDIR = long;
    const taken = join(long, `dodeca-${process.getuid?.()}`);
    writeFileSync(taken, '');
    const address = newSocketAddress('/w', {});
    const elsewhere = dirname(address.path);
    assert.notEqual(elsewhere, taken);
    writeFileSync(address.path, '');
    address.remove();
    assert.equal(existsSync(address.path), false);
  });

  it('removes what dead engines of the same workspace left behind, and nothing else', () => {
    const env = { XDG_RUNTIME_DIR: base };
    const dead = newSocketAddress('/w', env).path;
    const other = newSocketAddress('/other', env).path;
    writeFileSync(dead, '');
    writeFileSync(other, '');
    newSocketAddress('/w', env);
    assert.deepEqual(
      readdirSync(join(base, 'dodeca')).map((name) => join(base, 'dodeca', name)),
      [other],
    );
  });
});
