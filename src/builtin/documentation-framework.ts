import * as z from 'zod';
import { flagSchema, noted } from '../common/value-schemas.ts';
import { builtinAgent } from './builtin-agent.ts';
import { fileParameters, ignoreParameter } from './file-parameters.ts';

export const documentationFramework = builtinAgent({
  name: 'documentation_framework',
  description:
    'Checks that documents and code fit each other: coverage, broken links, references to what is gone',
  parameters: z.strictObject({
    undocumented_per_file: noted(z.int().min(0).prefault(3), {
      description:
        'How many undocumented definitions of a file are told, the most important first; the others are counted.',
      example: 3,
      expects: 'a whole number from 0',
    }),
    undocumented_in_all: noted(z.int().min(0).prefault(50), {
      description: 'How many undocumented definitions of the workspace are told.',
      example: 50,
      expects: 'a whole number from 0',
    }),
    methods: noted(flagSchema.prefault(true), {
      description: 'Whether public methods of public classes count for the coverage.',
      example: false,
      expects: 'true or false',
    }),
    stale_references: noted(flagSchema.prefault(true), {
      description: 'Whether documents and comments are searched for names of files and code that are gone.',
      example: false,
      expects: 'true or false',
    }),
    ...fileParameters,
    ...ignoreParameter,
  }),
  rules: {
    'broken-link': { severity: 'warning', meaning: 'a link or picture whose file or folder does not exist' },
    'broken-anchor': {
      severity: 'warning',
      meaning: 'a link to a heading, an anchor or a line that its document does not have',
    },
    'missing-reference': {
      severity: 'warning',
      meaning: 'a reference such as `[text][label]` or `[^1]` that nothing defines',
    },
    'stale-path': { severity: 'warning', meaning: 'a document names a file of the workspace that is gone' },
    'stale-symbol': {
      severity: 'warning',
      meaning: 'a document names a member of a class of the workspace that is gone',
    },
    'stale-parameter': {
      severity: 'warning',
      meaning: 'a docstring or JSDoc block describes a parameter that the function does not have',
    },
    undocumented: {
      severity: 'info',
      meaning: 'a public function, class or method without a docstring or JSDoc block',
    },
  },
  figures: {
    documents: 'documents: Markdown, reStructuredText, AsciiDoc, and texts such as README and LICENSE',
    definitions_public: 'public functions, classes and methods in Python, JavaScript and TypeScript',
    definitions_documented: 'of these, with a docstring or a JSDoc block',
    coverage: 'documented / public, 0 to 1; null where nothing is public',
    links: 'links and pictures in Markdown that lead into the workspace and were checked',
    links_broken: 'of these, those whose file or folder does not exist, and references without a definition',
    anchors_broken: 'of these, those whose heading, anchor or line does not exist',
    stale_references: 'references to files, members and parameters that are gone',
  },
  health: {
    part: 'documentation',
    weight: 10,
    formula:
      '100 × mean(coverage, 1 − (links_broken + anchors_broken) / links), over the ones that were measured',
  },
});
