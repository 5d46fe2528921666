import { readFileSync } from 'node:fs';

/** An address that somebody on this machine listens at. */
export interface Listening {
  /** `127.0.0.1`, `0.0.0.0`, or the eight groups of an IPv6 address. */
  readonly host: string;
  readonly port: number;
}

/** Every TCP address that is listened at now, by /proc (Linux). */
export function listeningPorts(): Listening[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => {
    let text: string;
    try {
      text = readFileSync(path, 'latin1');
    } catch {
      return []; // A system without IPv6.
    }
    return text
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, local = '', , state] = line.trim().split(/\s+/);
        // 0A is TCP_LISTEN.
        if (state !== '0A') return [];
        const [host = '', port = ''] = local.split(':');
        return [{ host: hostOf(host), port: Number.parseInt(port, 16) }];
      });
  });
}

function hostOf(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length === 4) return [...bytes].reverse().join('.');
  return hex.match(/.{8}/g)?.join(':') ?? hex;
}
