import * as z from 'zod';
import { expecting } from '../common/value-schemas.ts';

/** The words for a priority and their numbers. */
export const priorityWords = { low: 0, medium: 3, high: 6, critical: 9 } as const;

/** 0 (low) to 9 (critical). */
export const prioritySchema = expecting(
  z
    .union([z.enum(['low', 'medium', 'high', 'critical']), z.int().min(0).max(9)])
    .transform((written) => (typeof written === 'number' ? written : priorityWords[written])),
  'low, medium, high, critical or a whole number from 0 to 9',
);
