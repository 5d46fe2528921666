import type { Json } from '../common/json.ts';
import { nearest } from '../common/nearest.ts';
import { err, ok, type Result } from '../common/result.ts';
import type { ParameterDefinition, PipelineDefinition } from '../model/definition.ts';
import { listed } from './suggest.ts';

/**
 * The parameters of a run: what was given, and the defaults. A text is read as the type that the parameter has
 * (`--param n=3`); other values must be of that type.
 */
export function resolveParams(
  pipeline: PipelineDefinition,
  given: Readonly<Record<string, Json>>,
): Result<Record<string, Json>, string> {
  const declared = new Map(pipeline.params.map((param) => [param.name, param]));
  for (const name of Object.keys(given)) {
    if (!declared.has(name)) return err(unknownParameter(name, pipeline, [...declared.keys()]));
  }
  const values: [string, Json][] = [];
  for (const param of pipeline.params) {
    const value = resolveParam(param, given);
    if (!value.ok) return value;
    values.push([param.name, value.value]);
  }
  return ok(Object.fromEntries(values));
}

function resolveParam(
  param: ParameterDefinition,
  given: Readonly<Record<string, Json>>,
): Result<Json, string> {
  const { name, type } = param;
  if (!Object.hasOwn(given, name)) {
    if (param.default !== undefined) return ok(param.default);
    return err(`the parameter \`${name}\` has no default: give it a value of type ${type}`);
  }
  const value = given[name] as Json;
  const read = typeof value === 'string' ? fromText(type, value) : valueOfType(type, value);
  return read.ok ? read : err(`the parameter \`${name}\` ${read.error}`);
}

/** A value if it is of the type of a parameter, else what it must be, to follow the name. */
export function valueOfType(type: ParameterDefinition['type'], value: Json): Result<Json, string> {
  const fits =
    type === 'json' ||
    (type === 'integer' ? Number.isSafeInteger(value) : typeof value === type) ||
    (type === 'number' && Number.isFinite(value));
  return fits ? ok(value) : wrongType(type, JSON.stringify(value));
}

function fromText(type: ParameterDefinition['type'], text: string): Result<Json, string> {
  const trimmed = text.trim();
  switch (type) {
    case 'string':
      return ok(text);
    case 'boolean':
      return trimmed === 'true' || trimmed === 'false' ? ok(trimmed === 'true') : wrongType(type, text);
    case 'json':
      try {
        return ok(JSON.parse(text) as Json);
      } catch {
        return wrongType(type, text);
      }
    default: {
      const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
      const fits = type === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number);
      return fits ? ok(number) : wrongType(type, text);
    }
  }
}

const expectations: Readonly<Record<ParameterDefinition['type'], string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  json: 'JSON, with texts in double quotes',
};

function wrongType(type: ParameterDefinition['type'], shown: string): Result<never, string> {
  const short = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
  return err(`must be ${expectations[type]}, not ${short === '' ? 'nothing' : short}`);
}

function unknownParameter(name: string, pipeline: PipelineDefinition, known: readonly string[]): string {
  const meant = nearest(name, known);
  if (meant !== undefined) return `there is no parameter \`${name}\`: did you mean \`${meant}\`?`;
  if (known.length === 0)
    return `there is no parameter \`${name}\`: the pipeline \`${pipeline.name}\` takes none`;
  return `there is no parameter \`${name}\`: there are ${listed(known)}`;
}
