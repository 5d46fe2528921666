import * as z from 'zod';
import { filledTextSchema, noted, sizeSchema, textListSchema } from '../common/value-schemas.ts';

/** Parameters of every agent that looks at files. */
export const fileParameters = {
  include: noted(textListSchema.prefault(['**/*']), {
    description: 'Patterns of the files that are looked at, as in `.gitignore`.',
    example: ['src/**'],
    expects: 'a list of texts such as [one, two]',
  }),
  exclude: noted(textListSchema.prefault([]), {
    description: 'Patterns of the files that are left out, besides those that `.gitignore` leaves out.',
    example: ['vendor/**'],
    expects: 'a list of texts such as [one, two]',
  }),
  max_file_size: noted(sizeSchema.prefault('5Mi'), {
    description: 'Larger files are left out.',
    example: '5Mi',
    expects: 'a size such as 512Mi, 4Gi or a number of bytes',
  }),
};

/** The parameter of every agent that has findings. */
export const ignoreParameter = {
  ignore: noted(z.array(filledTextSchema).prefault([]), {
    description:
      'Findings that are left out: the name of a rule, or a rule and a pattern of files. In a file, a comment `dodeca-ignore` or `dodeca-ignore[rule]` on the line, or alone on the line before it, does the same.',
    example: ['long-line', 'broken-link docs/old/**'],
    expects: 'a list of rules such as [rule, rule docs/**]',
  }),
};
