import assert from 'node:assert/strict';
import { codeOutline } from '../../../src/syntax-tree/code-outline.ts';
import { definitionRows, importRows, named } from './outline-rows.ts';

describe('outline of Python', () => {
  it('has every definition with its name, place and publicity', async () => {
    const text = `"""Module."""
LIMIT = 3
_hidden = 4

@app.route('/x')
@cached
def public(a):
    """Says.

    More.
    """
    def inner():
        pass
    return inner


class Thing(Base):
    """A thing."""
    SIZE = 1

    def method(self):
        pass

    def _private(self):
        pass

    class Inner:
        def deep(self):
            pass

class _Hidden:
    def method(self):
        pass

type Alias[T] = list[T]

if True:
    async def late():
        pass
`;
    assert.deepEqual(await definitionRows('python', text), [
      'module : 1-39 public "Module."',
      'constant LIMIT: 2-2 public',
      'function public: 7-14 public "Says.\\n\\nMore." @app.route @cached',
      'function public.inner: 12-13',
      'class Thing: 17-29 public "A thing."',
      'constant Thing.SIZE: 19-19 public',
      'method Thing.method: 21-22 public',
      'method Thing._private: 24-25',
      'class Thing.Inner: 27-29 public',
      'method Thing.Inner.deep: 28-29 public',
      'class _Hidden: 31-33',
      'method _Hidden.method: 32-33',
      'type Alias: 35-35 public',
      'function late: 38-39 public',
    ]);
    const { definitions } = await codeOutline('python', text);
    const decorated = named(definitions, 'public');
    assert.equal(decorated.column, 5);
    assert.equal(text.slice(decorated.start, decorated.start + 10), '@app.route');
    assert.ok(text.slice(decorated.start, decorated.end).endsWith('return inner'));
    assert.equal(named(definitions, 'late').async, true);
  });

  it('honours __all__ where it is literal', async () => {
    const cases: [string, string[]][] = [
      ['__all__ = ["a", "_b"]', ['a', '_b']],
      ['__all__ = ("a",)\n__all__ += ["_b"]', ['a', '_b']],
      ['__all__ = []\n__all__.extend(["c"])\n__all__.append("_b")', ['_b', 'c']],
      ['__all__ = ["_b"] + other.__all__', ['a', '_b', 'c']],
      ['__all__ = [n for n in dir()]', ['a', 'c']],
      ['', ['a', 'c']],
    ];
    for (const [all, expected] of cases) {
      const { definitions } = await codeOutline(
        'python',
        `def a(): pass\ndef _b(): pass\ndef c(): pass\n${all}\n`,
      );
      const names = definitions
        .filter((one) => one.public && one.kind === 'function')
        .map(({ name }) => name);
      assert.deepEqual(names, expected, all);
    }
  });

  it('reads parameters and types, without the receiver', async () => {
    const text = `def f(a, b: int, /, c=1, *, d: str = "x", **kw: int) -> list[int]: pass
def g(*args: int, e): pass
class C:
    def m(self, a): pass
    @staticmethod
    def s(a): pass
    @classmethod
    def c(cls, *, a: "C"): pass
`;
    const { definitions } = await codeOutline('python', text);
    const told = (name: string) =>
      named(definitions, name).parameters.map(
        (one) => `${one.kind} ${one.name}${one.typed ? `: ${one.type}` : ''}${one.hasDefault ? ' =' : ''}`,
      );
    assert.deepEqual(told('f'), [
      'positional-only a',
      'positional-only b: int',
      'positional c =',
      'keyword-only d: str =',
      'keyword-rest kw: int',
    ]);
    assert.deepEqual(told('g'), ['rest args: int', 'keyword-only e']);
    assert.deepEqual(told('C.m'), ['positional a']);
    assert.deepEqual(told('C.s'), ['positional a']);
    assert.deepEqual(told('C.c'), ['keyword-only a: "C"']);
    assert.deepEqual(
      [named(definitions, 'f').returnTyped, named(definitions, 'f').returnType],
      [true, 'list[int]'],
    );
    assert.equal(named(definitions, 'g').returnTyped, false);
  });

  it('counts decisions', async () => {
    const cases: [string, number, number][] = [
      ['pass', 1, 0],
      ['if a: pass\nelif b: pass\nelse: pass', 3, 1],
      ['for a in b:\n  while c:\n    pass\nelse: pass', 3, 2],
      ['try: pass\nexcept A: pass\nexcept (B, C): pass\nelse: pass\nfinally: pass', 3, 1],
      ['try: pass\nexcept* A: pass', 2, 1],
      ['match a:\n  case 1: pass\n  case 2 if b: pass\n  case _: pass', 4, 1],
      ['match a:\n  case _ if b: pass', 2, 1],
      ['return a and b and c or d', 4, 0],
      ['return a if b else c', 2, 0],
      ['return [a for a in b if c if d]', 3, 0],
      ['return {a: f"{b or c}" for a in d}', 2, 0],
      ['return lambda: a or b', 2, 0],
      ['def inner():\n  if a: pass', 1, 0],
      ['with a: \n  async with b: pass', 1, 2],
      ['assert a', 1, 0],
      ['x = "if a and b"  # or c', 1, 0],
    ];
    for (const [body, complexity, nesting] of cases) {
      const text = `async def f():\n${body.replace(/^/gm, '  ')}\n`;
      const found = named((await codeOutline('python', text)).definitions, 'f');
      assert.deepEqual([found.complexity, found.nesting], [complexity, nesting], body);
    }
  });

  it('knows what documents and what does not', async () => {
    const cases: [string, string | null][] = [
      ['"one"', 'one'],
      ["r'''two'''", 'two'],
      ['"a" "b"', 'ab'],
      ['# first\n  """three"""', 'three'],
      ['f"{x}"', null],
      ['b"bytes"', null],
      ['""', null],
      ['pass\n  "late"', null],
      ['x = "assigned"', null],
    ];
    for (const [body, doc] of cases) {
      const found = named((await codeOutline('python', `def f():\n  ${body}\n`)).definitions, 'f');
      assert.deepEqual([found.doc, found.documented], [doc, doc !== null], body);
    }
  });

  it('tells overloads once, and lets a setter have the words of its property', async () => {
    const text = `@overload
def f(a: int) -> int: ...
@overload
def f(a: str) -> str: ...
def f(a):
    """All."""
class C:
    @property
    def p(self):
        """P."""
    @p.setter
    def p(self, value): pass
`;
    assert.deepEqual(await definitionRows('python', text), [
      'module : 1-12 public',
      'function f: 5-6 public "All."',
      'class C: 7-12 public',
      'method C.p: 9-10 public "P." @property get',
      'method C.p: 12-12 public "P." @p.setter set',
    ]);
  });

  it('has every import with its kind', async () => {
    const text = `import os, sys as system, a.b.c
from a . b import (
    c,  # first
    d as e,
)
from . import f
try:
    import g
except ImportError: pass
if typing.TYPE_CHECKING:
    import h
else:
    import hh
def late():
    import i
    if TYPE_CHECKING:
        from ..j import *
class C:
    import k
if '__main__' == __name__: import l
"import fake"; import m
from __future__ import annotations
`;
    assert.deepEqual(await importRows('python', text), [
      '1:1 os [] eager',
      '1:1 sys [] eager',
      '1:1 a.b.c [] eager',
      '2:1 a.b [c d] eager',
      '6:1 . [f] eager',
      '8:5 g [] eager',
      '11:5 h [] type',
      '13:5 hh [] eager',
      '15:5 i [] deferred',
      '17:9 ..j [*] type',
      '19:5 k [] eager',
      '20:28 l [] deferred',
      '21:16 m [] eager',
      '22:1 __future__ [annotations] eager',
    ]);
  });

  it('knows what is started, what is broken, and how many comments there are', async () => {
    const cases: [string, boolean, boolean, number][] = [
      ['if __name__ == "__main__":\n    main()', true, true, 0],
      ['#!/usr/bin/python\n# two', true, true, 2],
      ['def f():\n    if __name__ == "__main__": pass', true, false, 0],
      ['x = (', false, false, 0],
      ['print "two"', false, false, 0],
      ['', true, false, 0],
    ];
    for (const [text, parses, entryPoint, comments] of cases) {
      const outline = await codeOutline('python', text);
      assert.deepEqual(
        [outline.parses, outline.entryPoint, outline.comments],
        [parses, entryPoint, comments],
        text,
      );
    }
    assert.deepEqual((await codeOutline('python', '# only\n')).definitions.length, 0);
  });
});
