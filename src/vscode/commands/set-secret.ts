import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { keepSecret, secretsOf } from '../runs/secrets.ts';
import { targetOf } from '../views/tree-node.ts';
import { chooseFolder } from './choose.ts';

const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Keeps a secret in the secret storage of VS Code; every run of the folder is given it as an environment variable.
 * Another extension, such as one that opens a vault, may hand over name and value.
 */
export async function setSecret(host: DodecaHost, given?: unknown): Promise<void> {
  const session = await chooseFolder(host, targetOf(given));
  if (!session) return;
  const wrongName = vscode.l10n.t('Use letters, digits and underscores.');
  const name =
    textIn(given, 'name') ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t('Set secret'),
      prompt: vscode.l10n.t('Name of the environment variable'),
      ignoreFocusOut: true,
      validateInput: (text) => (variable.test(text) ? null : wrongName),
    }));
  if (name === undefined) return;
  if (!variable.test(name)) throw new UserError('wrong-name', wrongName);
  const value =
    textIn(given, 'value') ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t('Set secret'),
      prompt: vscode.l10n.t('Value of {0}', name),
      password: true,
      ignoreFocusOut: true,
    }));
  if (value) await keepSecret(host, session, name, value);
}

/** Forgets a secret. */
export async function removeSecret(host: DodecaHost, given?: unknown): Promise<void> {
  const session = await chooseFolder(host, targetOf(given));
  if (!session) return;
  const names = Object.keys(await secretsOf(host, session));
  if (names.length === 0) {
    throw new UserError('no-secret', vscode.l10n.t('This folder has no secrets.'));
  }
  const placeHolder = vscode.l10n.t('Secret to remove');
  const name = textIn(given, 'name') ?? (await vscode.window.showQuickPick(names, { placeHolder }));
  if (name !== undefined) await keepSecret(host, session, name, null);
}

function textIn(given: unknown, key: 'name' | 'value'): string | undefined {
  if (given === null || typeof given !== 'object') return undefined;
  const text = (given as Readonly<Record<string, unknown>>)[key];
  return typeof text === 'string' ? text : undefined;
}
