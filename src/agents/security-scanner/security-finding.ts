import type { RuleOf } from '../../builtin/builtin-agent.ts';
import type { securityScanner } from '../../builtin/security-scanner.ts';
import type { Position } from '../../common/position.ts';
import type { Finding } from '../findings.ts';

export type SecurityRule = RuleOf<typeof securityScanner>;

/** A finding whose place has an end, and whose line says what it is after other lines have moved. */
export interface SecurityFinding extends Finding<SecurityRule> {
  readonly line: number;
  readonly column: number;
  /** The first place behind it. */
  readonly end: Position;
  /** The text of its line, any secret in it masked: it goes into the fingerprint. */
  readonly context: string;
}

export type SecurityPart = 'secrets' | 'calls' | 'dependencies';
