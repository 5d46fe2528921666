import * as z from 'zod';
import { countSchema, noted } from '../common/value-schemas.ts';
import { builtinAgent } from './builtin-agent.ts';
import { fileParameters, ignoreParameter } from './file-parameters.ts';

export const documentConsumer = builtinAgent({
  name: 'document_consumer',
  description:
    'Reads every document of the workspace into titles, passages and counts, and finds those that are there twice',
  parameters: z.strictObject({
    similarity: noted(z.number().min(0.5).max(1).prefault(0.9), {
      description:
        'From which similarity on two texts are duplicates: the Jaccard index of their runs of five words.',
      example: 0.95,
      expects: 'a number from 0.5 to 1',
    }),
    passage_length: noted(countSchema.prefault(4000), {
      description: 'Longer passages are divided at blank lines; in characters.',
      example: 2000,
      expects: 'a whole number from 1',
    }),
    ...fileParameters,
    ...ignoreParameter,
  }),
  rules: {
    'document-unreadable': {
      severity: 'warning',
      meaning:
        'a document that should be readable and is not: no permission, binary, a notebook that is none',
    },
    'duplicate-document': {
      severity: 'info',
      meaning: 'a document whose text another one has as well, or nearly so',
    },
  },
  figures: {
    documents: 'documents that were read, code included',
    bytes: 'bytes of these documents',
    words: 'words of prose: documents, pages, the text of notebooks',
    passages: 'passages: sections of documents, cells of notebooks, top keys of data',
    failures: 'documents that should be readable and are not',
    duplicates: 'documents that could go, since another says the same',
    kinds: 'how many documents there are of each kind',
  },
  health: null,
});
