import { posix } from 'node:path';
import { lintSource } from '@secretlint/core';
import { creator as preset } from '@secretlint/secretlint-rule-preset-recommend';

/** What the preset takes for a secret. */
export type SecretMatch = Awaited<ReturnType<typeof lintSource>>['messages'][number];

/** Numbers of accounts are no secrets; ids of keys are, since the preset leaves them out, asked for. */
const config: Parameters<typeof lintSource>[0]['options']['config'] = {
  rules: [
    {
      id: '@secretlint/secretlint-rule-preset-recommend',
      rule: preset,
      rules: [
        {
          id: '@secretlint/secretlint-rule-aws',
          options: { enableIDScanRule: true },
          allowMessageIds: ['AWSAccountID'],
        },
      ],
    },
  ],
};

/** Everything in a text that the preset knows, examples too. */
export async function lintSecrets(path: string, text: string): Promise<readonly SecretMatch[]> {
  const { messages } = await lintSource({
    source: { filePath: path, content: text, ext: posix.extname(path), contentType: 'text' },
    options: { config, noPhysicFilePath: true },
  });
  return messages;
}
