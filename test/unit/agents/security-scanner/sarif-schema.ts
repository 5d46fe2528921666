import * as z from 'zod';

/**
 * What the agent writes of SARIF 2.1.0, as the schema of OASIS has it and as strict as what GitHub and viewers ask
 * for: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
 */
const level = z.enum(['none', 'note', 'warning', 'error']);
const text = z.strictObject({ text: z.string().min(1) });
const markdown = z.strictObject({ text: z.string().min(1), markdown: z.string().min(1).optional() });
const region = z
  .strictObject({
    startLine: z.int().min(1),
    startColumn: z.int().min(1),
    endLine: z.int().min(1),
    endColumn: z.int().min(1),
  })
  .refine(
    ({ startLine, startColumn, endLine, endColumn }) =>
      endLine > startLine || (endLine === startLine && endColumn >= startColumn),
    'ends before it begins',
  );
/** A relative reference: no scheme, no blanks, no way up (RFC 3986). */
const relative = z
  .string()
  .min(1)
  .regex(/^(?:[A-Za-z0-9\-._~!$&'()*+,;=@/]|%[0-9A-F]{2})+$/)
  .refine((uri) => !uri.startsWith('/') && !uri.split('/').includes('..'), 'leaves the root');
const artifactLocation = z.strictObject({ uri: relative, uriBaseId: z.literal('%SRCROOT%') });

const descriptor = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  name: z.string().regex(/^[A-Z][A-Za-z]*$/),
  shortDescription: text.refine(({ text: said }) => said.length <= 1024),
  fullDescription: text.refine(({ text: said }) => said.length <= 1024),
  help: markdown,
  helpUri: z.url(),
  defaultConfiguration: z.strictObject({ level }),
  properties: z.strictObject({
    tags: z.array(z.string()).min(1).max(20),
    precision: z.enum(['very-high', 'high', 'medium', 'low']),
    'security-severity': z.string().regex(/^(10\.0|\d\.\d)$/),
    'problem.severity': z.enum(['error', 'warning', 'recommendation']),
  }),
});

const result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().min(0),
  level,
  message: text,
  locations: z.tuple([z.strictObject({ physicalLocation: z.strictObject({ artifactLocation, region }) })]),
  partialFingerprints: z.strictObject({ 'dodecaFinding/v1': z.string().regex(/^[0-9a-f]{32}$/) }),
  fixes: z
    .array(
      z.strictObject({
        description: text,
        artifactChanges: z
          .array(
            z.strictObject({
              artifactLocation,
              replacements: z
                .array(
                  z.strictObject({
                    deletedRegion: region,
                    insertedContent: z.strictObject({ text: z.string() }),
                  }),
                )
                .min(1),
            }),
          )
          .min(1),
      }),
    )
    .min(1)
    .optional(),
});

export const sarifSchema = z
  .strictObject({
    $schema: z.url(),
    version: z.literal('2.1.0'),
    runs: z.tuple([
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({
            name: z.string().min(1),
            rules: z.array(descriptor).min(1),
          }),
        }),
        columnKind: z.literal('utf16CodeUnits'),
        results: z.array(result).max(25_000),
      }),
    ]),
  })
  .superRefine(({ runs: [{ tool, results }] }, context) => {
    const ids = tool.driver.rules.map(({ id }) => id);
    if (new Set(ids).size < ids.length) context.addIssue('the id of a rule is there twice');
    const prints = results.map((one) => one.partialFingerprints['dodecaFinding/v1']);
    if (new Set(prints).size < prints.length) context.addIssue('two results have one fingerprint');
    for (const { ruleId, ruleIndex } of results) {
      if (ids[ruleIndex] !== ruleId) context.addIssue(`the index of ${ruleId} is that of ${ids[ruleIndex]}`);
    }
  });
