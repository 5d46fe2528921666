import * as z from 'zod';
import { flagSchema, noted } from '../common/value-schemas.ts';
import { builtinAgent } from './builtin-agent.ts';
import { fileParameters, ignoreParameter } from './file-parameters.ts';

export const securityScanner = builtinAgent({
  name: 'security_scanner',
  description: 'Finds secrets, dangerous calls and risky dependencies, without a network',
  parameters: z.strictObject({
    fail_on: noted(z.enum(['never', 'error', 'warning']).prefault('never'), {
      description: 'The agent fails where a finding is at least so severe.',
      example: 'error',
      expects: 'never, error or warning',
    }),
    secrets: noted(flagSchema.prefault(true), {
      description: 'Whether secrets are looked for in all text files.',
      example: true,
      expects: 'true or false',
    }),
    calls: noted(flagSchema.prefault(true), {
      description: 'Whether dangerous calls are looked for in Python, JavaScript and TypeScript.',
      example: true,
      expects: 'true or false',
    }),
    dependencies: noted(flagSchema.prefault(true), {
      description:
        'Whether dependency files, lock files, Dockerfiles and GitHub workflows are looked at. Nothing is asked of a registry.',
      example: true,
      expects: 'true or false',
    }),
    ...fileParameters,
    ...ignoreParameter,
  }),
  rules: {
    secret: {
      severity: 'error',
      meaning: 'a token or key in the format of a known service; `info` in tests, examples and documents',
    },
    'private-key': {
      severity: 'error',
      meaning: 'a private key that is not encrypted; `info` in tests, examples and documents',
    },
    'credentials-in-url': {
      severity: 'error',
      meaning: 'a user and a password in an address; `info` in tests, examples and documents',
    },
    'access-key-id': {
      severity: 'warning',
      meaning: 'the public half of an AWS access key; `info` in tests, examples and documents',
    },
    'shell-injection': {
      severity: 'error',
      meaning:
        'a shell command that is put together from values; `warning` where the command is a value from elsewhere',
    },
    'sql-injection': {
      severity: 'error',
      meaning: 'a value that is written into the text of a statement of SQL',
    },
    'dynamic-code': { severity: 'warning', meaning: 'a text that is run as code and is no constant' },
    'unsafe-deserialization': {
      severity: 'warning',
      meaning:
        'data from which any object can be made, and so any code be run: pickle, marshal and their like',
    },
    'unsafe-yaml': {
      severity: 'warning',
      meaning: 'YAML that is loaded with a loader that makes any object',
    },
    'html-injection': {
      severity: 'warning',
      meaning: 'HTML that is no constant and goes into the page as it is',
    },
    'tls-verification-off': { severity: 'warning', meaning: 'a connection that takes every certificate' },
    'weak-hash': { severity: 'warning', meaning: 'MD5 or SHA-1 for a password, a token or a signature' },
    'weak-random': { severity: 'warning', meaning: 'a secret from a random number that can be foretold' },
    'weak-cipher': { severity: 'warning', meaning: 'a cipher whose key and IV come from the password alone' },
    'insecure-temporary-file': {
      severity: 'warning',
      meaning: 'the name of a temporary file that somebody else can take first',
    },
    'unsafe-extract': {
      severity: 'warning',
      meaning: 'an archive of tar that is unpacked without a filter and may write outside of its folder',
    },
    'external-entities': { severity: 'warning', meaning: 'a reader of XML that follows external entities' },
    'debug-mode': {
      severity: 'warning',
      meaning: 'Flask with its debugger, which runs code for whoever asks',
    },
    'buffer-constructor': {
      severity: 'warning',
      meaning: '`new Buffer`, whose content depends on the type of what it is given',
    },
    'compromised-package': {
      severity: 'error',
      meaning: 'a package or a release that is known to have been malicious',
    },
    'insecure-package-source': {
      severity: 'warning',
      meaning: 'packages by http, or from a host whose certificate is not looked at',
    },
    'extra-package-index': {
      severity: 'warning',
      meaning:
        'a second index for pip: whoever takes the name of a private package on the other one is installed',
    },
    'unpinned-git-dependency': {
      severity: 'warning',
      meaning: 'a dependency from a repository without a commit or a version',
    },
    'wildcard-dependency': { severity: 'warning', meaning: 'a dependency for which any version will do' },
    'unpinned-requirement': {
      severity: 'info',
      meaning: 'a file of requirements, no lock file beside it, in which some have no version at all',
    },
    'outside-dependency': {
      severity: 'warning',
      meaning: 'a dependency on a folder outside of the workspace',
    },
    'missing-lock-file': {
      severity: 'warning',
      meaning: 'an application with dependencies for Node and no lock file',
    },
    'pipe-to-shell': { severity: 'warning', meaning: 'a download that is run unseen: `curl … | sh`' },
    'unpinned-image': {
      severity: 'warning',
      meaning: 'an image of a container without a tag, or with `latest`',
    },
    'remote-add': {
      severity: 'info',
      meaning: '`ADD` of an address without a checksum; `warning` where it is http',
    },
    'unpinned-action': {
      severity: 'warning',
      meaning: 'an action of somebody else that is taken from a branch',
    },
    'untrusted-checkout': {
      severity: 'error',
      meaning: 'a workflow with secrets that checks out what a pull request brings',
    },
    'workflow-injection': {
      severity: 'error',
      meaning: 'a script of a workflow with text in it that a stranger can write',
    },
  },
  figures: {
    files_scanned: 'files that were looked at',
    secrets: 'findings that are secrets',
    dangerous_calls: 'findings that are dangerous calls',
    dependency_findings: 'findings in dependency files, Dockerfiles and workflows',
    findings_error: 'findings that are errors',
    findings_warning: 'findings that are warnings',
    findings_info: 'findings that are hints',
  },
  health: {
    part: 'security',
    weight: 15,
    formula: '100 × 0.5^((errors + warnings / 5) / (1 + √(files_scanned / 100)))',
  },
});
