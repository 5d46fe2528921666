import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';

type Secrets = Readonly<Record<string, string>>;

const keyOf = (session: FolderSession) => `secrets:${session.uri}`;

/** The secrets of a folder: they live in the secret storage of VS Code, and reach agents as environment. */
export async function secretsOf(host: DodecaHost, session: FolderSession): Promise<Secrets> {
  const stored = await host.context.secrets.get(keyOf(session));
  return stored === undefined ? {} : (JSON.parse(stored) as Secrets);
}

/** Keeps a secret, or forgets it where the value is null. */
export async function keepSecret(
  host: DodecaHost,
  session: FolderSession,
  name: string,
  value: string | null,
): Promise<void> {
  const { [name]: _before, ...others } = await secretsOf(host, session);
  const secrets = value === null ? others : { ...others, [name]: value };
  if (Object.keys(secrets).length === 0) await host.context.secrets.delete(keyOf(session));
  else await host.context.secrets.store(keyOf(session), JSON.stringify(secrets));
}
