import * as vscode from 'vscode';
import type { Json } from '../../common/json.ts';
import type { ParameterDefinition } from '../../model/definition.ts';

type Params = Record<string, Json>;

/** Asks for the parameters of a pipeline, one after another, each with its default. Undefined where somebody gives up. */
export async function askParams(parameters: readonly ParameterDefinition[]): Promise<Params | undefined> {
  const params: Params = {};
  for (const [index, parameter] of parameters.entries()) {
    const { name, type, description } = parameter;
    const text = await vscode.window.showInputBox({
      title: vscode.l10n.t('Parameter {0} of {1}: {2}', index + 1, parameters.length, name),
      prompt: description ?? typeName(type),
      value: 'default' in parameter ? written(parameter.default) : '',
      ignoreFocusOut: true,
      validateInput: (value) => (parsedValue(parameter, value) === undefined ? wanted(type) : null),
    });
    if (text === undefined) return undefined;
    const value = parsedValue(parameter, text);
    if (value !== undefined) params[name] = value;
  }
  return params;
}

function parsedValue({ type }: ParameterDefinition, text: string): Json | undefined {
  switch (type) {
    case 'string':
      return text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'json':
      return parsed(text);
    default: {
      const value = text.trim() === '' ? Number.NaN : Number(text);
      if (!Number.isFinite(value)) return undefined;
      return type === 'number' || Number.isSafeInteger(value) ? value : undefined;
    }
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function written(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

function typeName(type: ParameterDefinition['type']): string {
  return { string: 'text', number: 'number', integer: 'whole number', boolean: 'true, false', json: 'JSON' }[
    type
  ];
}

function wanted(type: ParameterDefinition['type']): string {
  switch (type) {
    case 'boolean':
      return vscode.l10n.t('Write true or false.');
    case 'json':
      return vscode.l10n.t('Write JSON.');
    case 'integer':
      return vscode.l10n.t('Write a whole number.');
    default:
      return vscode.l10n.t('Write a number.');
  }
}
