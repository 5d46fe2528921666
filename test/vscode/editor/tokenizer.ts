import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** A piece of a line, and the scopes that colour it, the innermost last. */
export interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

interface GrammarContribution {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

// What is used of vscode-textmate and vscode-oniguruma.
interface TextMate {
  readonly INITIAL: unknown;
  parseRawGrammar(text: string, path: string): unknown;
  readonly Registry: new (options: object) => { loadGrammar(scope: string): Promise<TextMateGrammar | null> };
}
interface TextMateGrammar {
  tokenizeLine(
    line: string,
    state: unknown,
  ): {
    readonly ruleStack: unknown;
    readonly tokens: readonly {
      readonly startIndex: number;
      readonly endIndex: number;
      readonly scopes: readonly string[];
    }[];
  };
}
interface Oniguruma {
  loadWASM(data: ArrayBufferLike): Promise<void>;
  readonly OnigScanner: new (patterns: readonly string[]) => object;
  readonly OnigString: new (text: string) => object;
}

/** The tokens of a text, line by line, by the engine of this very VS Code and the grammars of all its extensions. */
export async function tokensOf(text: string, scope: string): Promise<readonly (readonly Token[])[]> {
  const { textMate, oniguruma } = await engine();
  const contributed = grammars();
  const registry = new textMate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: readonly string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (line: string) => new oniguruma.OnigString(line),
    }),
    loadGrammar: async (name: string) => {
      const path = contributed.get(name)?.path;
      return path === undefined ? null : textMate.parseRawGrammar(readFileSync(path, 'utf8'), path);
    },
    getInjections: (name: string) =>
      [...contributed.values()]
        .filter(({ injectTo }) => injectTo?.includes(name))
        .map(({ scopeName }) => scopeName),
  });
  const grammar = await registry.loadGrammar(scope);
  if (!grammar) throw new Error(`no extension contributes the grammar ${scope}`);
  let state = textMate.INITIAL;
  return text.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => {
      return { text: line.slice(startIndex, endIndex), scopes };
    });
  });
}

function grammars(): ReadonlyMap<string, GrammarContribution> {
  return new Map(
    vscode.extensions.all.flatMap(({ extensionPath, packageJSON }) =>
      ((packageJSON.contributes?.grammars ?? []) as GrammarContribution[]).map(
        (grammar) => [grammar.scopeName, { ...grammar, path: join(extensionPath, grammar.path) }] as const,
      ),
    ),
  );
}

let loaded: Promise<{ readonly textMate: TextMate; readonly oniguruma: Oniguruma }> | undefined;

async function engine(): Promise<{ readonly textMate: TextMate; readonly oniguruma: Oniguruma }> {
  loaded ??= load();
  return await loaded;
}

async function load(): Promise<{ readonly textMate: TextMate; readonly oniguruma: Oniguruma }> {
  // A desktop VS Code packs its modules into one file, all but what is loaded as it is.
  const modules = ['node_modules', 'node_modules.asar'].map((name) => join(vscode.env.appRoot, name));
  const home = modules.find((folder) => existsSync(join(folder, 'vscode-textmate'))) ?? '';
  const require = createRequire(join(home, 'any.js'));
  const oniguruma = require('vscode-oniguruma') as Oniguruma;
  const unpacked = home.replace(/\.asar$/, '.asar.unpacked');
  const wasm = readFileSync(join(unpacked, 'vscode-oniguruma', 'release', 'onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  return { textMate: require('vscode-textmate') as TextMate, oniguruma };
}
