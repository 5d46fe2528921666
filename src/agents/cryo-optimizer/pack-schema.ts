import * as z from 'zod';
import { hotSpotSchema } from '../../builtin/hot-spot-schema.ts';
import { expecting, filledTextSchema, flagSchema, textListSchema } from '../../common/value-schemas.ts';

const numberSchema = expecting(z.number(), 'a number');
const wordsSchema = textListSchema.prefault([]);

const boundsSchema = expecting(
  z.strictObject({
    low: numberSchema.optional(),
    high: numberSchema.optional(),
    /** Of `low` and `high`; that of the quantity where it is absent. */
    unit: filledTextSchema.optional(),
    source: expecting(filledTextSchema, 'a text that says where the bounds come from'),
  }),
  'a mapping with low, high and source',
);

const dimensionSchema = expecting(
  z.strictObject({
    words: wordsSchema,
    exceptions: wordsSchema,
    everyday: flagSchema.prefault(false),
    bounds: boundsSchema.optional(),
  }),
  'a mapping such as { words: [pressure, p] }',
);

const unitSchema = expecting(
  z.strictObject({
    dimension: expecting(filledTextSchema, 'a dimension'),
    factor: expecting(z.number().positive(), 'a number above 0'),
    offset: numberSchema.prefault(0),
    symbols: wordsSchema,
    suffixes: wordsSchema,
    short_suffixes: wordsSchema,
  }),
  'a mapping with dimension and factor',
);

const quantitySchema = expecting(
  z.strictObject({
    title: filledTextSchema.optional(),
    dimension: expecting(filledTextSchema, 'a dimension'),
    unit: expecting(filledTextSchema, 'a unit'),
    units: wordsSchema,
    names: expecting(z.array(filledTextSchema).min(1), 'a list of names such as [bath_temperature, t_bath]'),
    bounds: boundsSchema.optional(),
  }),
  'a mapping with dimension, unit and names',
);

const constantSchema = expecting(
  z.strictObject({
    title: filledTextSchema.optional(),
    names: wordsSchema,
    short_names: wordsSchema,
    values: expecting(
      z
        .array(
          expecting(
            z.strictObject({
              value: numberSchema,
              unit: filledTextSchema,
              uncertainty: expecting(z.number().min(0), 'a number from 0').prefault(0),
              source: filledTextSchema,
              older: expecting(
                z.array(
                  expecting(
                    z.strictObject({ value: numberSchema, source: filledTextSchema }),
                    'a mapping with value and source',
                  ),
                ),
                'a list of values with their sources',
              ).prefault([]),
            }),
            'a mapping with value, unit and source',
          ),
        )
        .min(1),
      'a list of values, one for each unit',
    ),
  }),
  'a mapping with names and values',
);

/** A domain pack as it is written. */
export const packSchema = expecting(
  z.strictObject({
    name: filledTextSchema,
    description: filledTextSchema.optional(),
    dimensions: expecting(z.record(z.string(), dimensionSchema), 'a mapping of dimensions').prefault({}),
    units: expecting(z.record(z.string(), unitSchema), 'a mapping of units').prefault({}),
    quantities: expecting(z.record(z.string(), quantitySchema), 'a mapping of quantities').prefault({}),
    constants: expecting(z.record(z.string(), constantSchema), 'a mapping of constants').prefault({}),
    missing_values: expecting(z.array(numberSchema), 'a list of numbers').prefault([]),
    hot_spots: expecting(z.array(hotSpotSchema), 'a list of pairs').prefault([]),
  }),
  'a mapping with name, units, quantities and constants',
);

export type Pack = z.output<typeof packSchema>;
export type PackBounds = z.output<typeof boundsSchema>;
