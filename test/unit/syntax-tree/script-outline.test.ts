import assert from 'node:assert/strict';
import { codeOutline } from '../../../src/syntax-tree/code-outline.ts';
import { definitionRows, importRows, named } from './outline-rows.ts';

describe('outline of JavaScript', () => {
  it('has what modules export, and under which name', async () => {
    const text = `/** Not exported. */
function a() {}
/** B. */
export function b() {}
export const c = () => {}, d = 1;
export { a as aa };
export default class {
  method() {}
  #hidden() {}
  _internal() {}
  static field = function () {};
}
const plain = 5;
function* e() {}
export { e };
`;
    assert.deepEqual(await definitionRows('javascript', text), [
      'module : 1-15 public',
      'function a: 2-2 public as aa "Not exported."',
      'function b: 4-4 public "B."',
      'function c: 5-5 public',
      'constant d: 5-5 public',
      'class default: 7-12 public',
      'method default.method: 8-8 public',
      'method default.#hidden: 9-9',
      'method default._internal: 10-10',
      'method default.field: 11-11 public',
      'constant plain: 13-13',
      'function e: 14-14 public',
    ]);
  });

  it('has what CommonJS exports', async () => {
    const text = `'use strict';
const http = require('http');
var app = exports = module.exports = {};
/** Use. */
app.use = function use(fn) {};
app._private = function () {};
function helper() {}
function shown() {}
exports.shown = shown;
exports.direct = () => 1;
Router.prototype.get = function () {};
module.exports.Router = Router;
function Router() {
  this.own = function () {};
}
`;
    assert.deepEqual(await definitionRows('javascript', text), [
      'module : 1-15 public',
      'method app.use: 5-5 public "Use."',
      'method app._private: 6-6',
      'function helper: 7-7',
      'function shown: 8-8 public',
      'function direct: 10-10 public',
      'method Router.get: 11-11 public',
      'function Router: 13-15 public',
      'method Router.own: 14-14',
    ]);
    assert.deepEqual(
      await definitionRows(
        'javascript',
        'module.exports = { a, b: c, d() {}, e: () => 1 };\nfunction a() {}\nfunction c() {}\nfunction f() {}',
      ),
      [
        'module : 1-4 public',
        'function d: 1-1 public',
        'function e: 1-1 public',
        'function a: 2-2 public',
        'function c: 3-3 public as b',
        'function f: 4-4',
      ],
    );
    assert.deepEqual(
      await definitionRows('javascript', 'exports = module.exports = create;\nfunction create() {}'),
      ['module : 1-2 public', 'function create: 2-2 public as default'],
    );
  });

  it('takes what stands at the top of a script for public', async () => {
    assert.deepEqual(
      await definitionRows('javascript', '/** X */\nfunction a() { function b() {} }\nrun(() => 1);'),
      ['module : 1-3 public', 'function a: 2-2 public "X"', 'function a.b: 2-2', 'function <anonymous>: 3-3'],
    );
    assert.deepEqual(await definitionRows('javascript', "import 'x';\nfunction a() {}"), [
      'module : 1-2 public',
      'function a: 2-2',
    ]);
  });

  it('names what objects hold', async () => {
    assert.deepEqual(
      await definitionRows(
        'javascript',
        'export const api = { a() {}, b: function () {}, c: { d: () => 1 }, [e]: () => 2 };',
      ),
      [
        'module : 1-1 public',
        'constant api: 1-1 public',
        'method api.a: 1-1 public',
        'method api.b: 1-1 public',
        'method api.c.d: 1-1 public',
        'function api.<anonymous>: 1-1',
      ],
    );
  });

  it('knows a block of JSDoc that belongs to what follows', async () => {
    const cases: [string, string | null][] = [
      ['/** A. */\nfunction f() {}', 'A.'],
      ['/**\n * A.\n *   B.\n */\n\n// lint off\nfunction f() {}', 'A.\n  B.'],
      ['/** A. */\nexport default function f() {}', 'A.'],
      ['/** A. */ export const f = async () => 1', 'A.'],
      ['/** A. */\nmodule.exports.f = function () {}', 'A.'],
      ['/* A. */\nfunction f() {}', null],
      ['/** A. */\nx();\nfunction f() {}', null],
      ['/**/ function f() {}', null],
      ['/** */ function f() {}', null],
    ];
    for (const [text, doc] of cases) {
      const found = named((await codeOutline('javascript', text)).definitions, 'f');
      assert.deepEqual([found.doc, found.documented], [doc, doc !== null], text);
    }
    const hidden = await codeOutline('javascript', '/** @private */\nexport function f() {}');
    assert.equal(named(hidden.definitions, 'f').public, false);
  });

  it('counts decisions', async () => {
    const cases: [string, number, number][] = [
      ['', 1, 0],
      ['if (a) {} else if (b) {} else {}', 3, 1],
      ['if (a) { if (b) {} } else { if (c) {} }', 4, 2],
      ['for (;;) for (a of b) for (a in b) while (c) do {} while (d)', 6, 5],
      ['switch (a) { case 1: case 2: break; default: }', 3, 1],
      ['try { a() } catch { b() } finally { c() }', 2, 1],
      ['return a && b || c ?? d', 4, 0],
      ['a &&= b; c ||= d; e ??= f', 4, 0],
      ['return a ? b : c', 2, 0],
      ['return a?.b?.c', 1, 0],
      ['return () => a || b', 1, 0],
      [`return \`$\{a || b}\` + "c || d" + /e||f/`, 2, 0],
      ['return <A b={c && d}>{e && <F />}</A>', 3, 0],
      ['class A { x = a || b; m() { if (c) {} } }', 1, 0],
    ];
    for (const [body, complexity, nesting] of cases) {
      const found = named((await codeOutline('javascript', `function f() { ${body} }`)).definitions, 'f');
      assert.deepEqual([found.complexity, found.nesting], [complexity, nesting], body);
    }
  });

  it('reads parameters', async () => {
    const text = 'function f(a, b = 1, { c }, [d], ...e) {}\nconst g = h => h;';
    const { definitions } = await codeOutline('javascript', text);
    const told = (name: string) =>
      named(definitions, name).parameters.map(
        (one) => `${one.kind} ${one.name}${one.hasDefault ? ' =' : ''}`,
      );
    assert.deepEqual(told('f'), [
      'positional a',
      'positional b =',
      'positional {}',
      'positional []',
      'rest e',
    ]);
    assert.deepEqual(told('g'), ['positional h']);
  });
});

describe('outline of TypeScript', () => {
  it('has its own kinds of definitions', async () => {
    const text = `/** A. */
@Dec({ a: () => 1 })
export abstract class A extends B implements C {
  /** M. */
  @Get(':id') m(@Body() a: string, b?: number): void {}
  private p() {}
  protected q() {}
  abstract r(): void;
  /** V. */
  get v() { return 1; }
  set v(value) {}
  handler: Handler = (e) => e;
}
export interface I { a(): void }
export type T = (a: string) => void;
export enum E { A }
export namespace N {
  export function inside() {}
  function hidden() {}
}
/** D. */
export declare function d(a: any): asserts a;
/** Over. */
export function over(a: string): void;
export function over(a: number): void;
export function over(a: any) {}
declare namespace G { function g(): void }
export = G;
`;
    assert.deepEqual(await definitionRows('typescript', text), [
      'module : 1-28 public',
      'method a: 2-2',
      'class A: 3-13 public "A." @Dec',
      'method A.m: 5-5 public "M." @Get',
      'method A.p: 6-6',
      'method A.q: 7-7',
      'method A.r: 8-8 public',
      'method A.v: 10-10 public "V." get',
      'method A.v: 11-11 public "V." set',
      'method A.handler: 12-12 public',
      'interface I: 14-14 public',
      'type T: 15-15 public',
      'enum E: 16-16 public',
      'namespace N: 17-20 public',
      'function N.inside: 18-18 public',
      'function N.hidden: 19-19',
      'function d: 22-22 public "D."',
      'function over: 26-26 public "Over."',
      'namespace G: 27-27 public as default',
      'function G.g: 27-27 public',
    ]);
    const { definitions } = await codeOutline('typescript', text);
    assert.deepEqual(
      named(definitions, 'A.m').parameters.map(({ name, type, hasDefault }) => [name, type, hasDefault]),
      [
        ['a', 'string', false],
        ['b', 'number', true],
      ],
    );
    const { returnType, bodiless } = named(definitions, 'd');
    assert.deepEqual([returnType, bodiless], ['asserts a', true]);
    assert.equal(named(definitions, 'A.handler').parameters[0]?.typed, true);
    const exported = named(definitions, 'A');
    assert.ok(text.slice(exported.start, exported.end).startsWith('@Dec'));
  });

  it('has every import with its kind', async () => {
    const text = `#!/usr/bin/env node
import a from 'a';
import type { b } from 'b';
import { type c, type d } from 'c';
import { type e, f } from 'e';
export { g } from 'g';
export * from 'h';
export * as hh from 'hh';
export type { i } from 'i';
export { type ii } from 'ii';
import j = require('j');
const k = require('k');
function late() { return require('l'); }
const m = () => import('m');
type N = import('n').N;
let nn: import('nn').N<typeof import('nnn')>;
require(dynamic); require('o', 1); import(\`p\`); x.require('q'); required('r');
import 's';
import type from 't';
import { type as u } from 'u';
class V { w = require('w'); x() { require('x'); } }
export {};
`;
    assert.deepEqual(await importRows('typescript', text), [
      '2:1 a eager',
      '3:1 b type',
      '4:1 c type',
      '5:1 e eager',
      '6:1 g eager',
      '7:1 h eager',
      '8:1 hh eager',
      '9:1 i type',
      '10:1 ii type',
      '11:1 j eager',
      '12:11 k eager',
      '13:26 l deferred',
      '14:17 m deferred',
      '15:10 n type',
      '16:9 nn type',
      '16:31 nnn type',
      '18:1 s eager',
      '19:1 t eager',
      '20:1 u eager',
      '21:15 w eager',
      '21:35 x deferred',
    ]);
    assert.equal((await codeOutline('typescript', text)).entryPoint, true);
  });

  it('reads TSX', async () => {
    assert.deepEqual(
      await definitionRows('tsx', 'export const A = (p: P) => <B c={() => 1}>{p.d && <E />}</B>;'),
      ['module : 1-1 public', 'function A: 1-1 public', 'function A.<anonymous>: 1-1'],
    );
  });
});
