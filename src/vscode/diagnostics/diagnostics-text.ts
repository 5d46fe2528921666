import * as os from 'node:os';
import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { secretsOf } from '../runs/secrets.ts';
import { folderSections } from './folder-sections.ts';
import { type Section, sectionText } from './section.ts';
import { settingLines } from './setting-lines.ts';
import { withoutPrivate } from './without-private.ts';

/** What somebody needs who is to find out what is wrong: Markdown, without secrets, in every state. */
export async function diagnosticsText(host: DodecaHost): Promise<string> {
  const sections: Section[] = [
    { title: 'Versions', read: () => versions(host) },
    { title: 'Window', read: () => windowLines(host) },
    ...host.folders.all.flatMap((session) => folderSections(host, session)),
    { title: 'Messages of the extension', read: () => host.log.recent },
  ];
  const clean = withoutPrivate(await knownSecrets(host, sections));
  const texts = await Promise.all(sections.map((section) => sectionText(section, clean)));
  const note =
    'Secrets are redacted and the home folder is written as `~`. Look through it before you pass it on. Nothing was sent or saved.';
  return ['# Dodeca diagnostics', note, ...texts].join('\n\n');
}

/** Their values must not stand anywhere, whatever they look like. */
async function knownSecrets(host: DodecaHost, sections: Section[]): Promise<string[]> {
  try {
    const all = await Promise.all(host.folders.all.map((session) => secretsOf(host, session)));
    return all.flatMap((secrets) => Object.values(secrets));
  } catch (error) {
    // Where the storage cannot be read, no run was given what is in it.
    sections.push({ title: 'Secrets', read: () => Promise.reject(error) });
    return [];
  }
}

function versions({ context }: DodecaHost): string[] {
  const { version } = context.extension.packageJSON as { readonly version: string };
  return [
    `Dodeca       ${version}`,
    `VS Code      ${vscode.version} (${vscode.env.appName}, ${vscode.env.appHost})`,
    `runs in      ${vscode.env.remoteName ?? 'this machine'}, ${vscode.UIKind[vscode.env.uiKind]}`,
    `Node         ${process.version} (${process.execPath})`,
    `system       ${os.type()} ${os.release()} ${process.arch}`,
    `processors   ${os.availableParallelism()}`,
    `memory       ${(os.totalmem() / 2 ** 30).toFixed(1)} GiB, ${(os.freemem() / 2 ** 30).toFixed(1)} GiB free`,
  ];
}

function windowLines(host: DodecaHost): string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return [
    `trusted      ${vscode.workspace.isTrusted ? 'yes' : 'no'}`,
    `folders      ${folders.length}`,
    ...folders.filter(({ uri }) => uri.scheme !== 'file').map(({ uri }) => `on no disk   ${uri.toString()}`),
    ...(folders.length === 0 ? settingLines(host, null) : []),
  ];
}
