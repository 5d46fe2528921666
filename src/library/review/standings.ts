import type { Database } from '../../sqlite/database.ts';
import type { Standing } from './judgement.ts';

interface Row {
  readonly file: number;
  readonly canonical: number;
  readonly because: string | null;
}

/** Where the files stand that say the same as others, by their ids. */
export function allStandings(db: Database): Map<number, Standing> {
  return new Map(
    db
      .prepare<Row>('SELECT file, canonical, because FROM duplicates WHERE canonical IS NOT NULL')
      .all()
      .map((row) => [row.file, standing(row)]),
  );
}

/** Where a file stands among those that say the same; null where there are none. */
export function standingOf(db: Database, file: number): Standing {
  const row = db
    .prepare<Row>('SELECT file, canonical, because FROM duplicates WHERE file = ? AND canonical IS NOT NULL')
    .get(file);
  return row === undefined ? null : standing(row);
}

function standing({ file, canonical, because }: Row): Standing {
  return canonical === file ? { kind: 'centre', because: because ?? '' } : { kind: 'member' };
}
