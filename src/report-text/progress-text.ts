import { plural } from '../common/text.ts';
import type { BuildProgress } from '../model/library-report.ts';

/** How far a build of the library is, in a few words. */
export function progressText({ phase, done, total, seen }: BuildProgress): string {
  switch (phase) {
    case 'scanning':
      return `${plural(seen, 'file')} seen, ${done} read`;
    case 'reading':
      return `${done} of ${plural(total, 'file')} read`;
    case 'finishing':
      return 'putting the index in order';
  }
}
