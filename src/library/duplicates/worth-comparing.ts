import { isForeign } from '../../markdown/document-paths.ts';

const licenceName =
  /(^|\/)(licen[cs]es?|copying|copyright|notice|patents|authors|code[-_]of[-_]conduct|security|third[-_]?party[-_\w]*)\b[^/]*$/i;
const licenceText =
  /permission is hereby granted, free of charge|apache license\s+version|gnu (lesser |affero )?general public license\s+version|redistribution and use in source and binary forms|mozilla public license|contributor covenant/i;
/** A word of each of those: most texts have none, and need not be brought onto one line. */
const mayBeLicence = /licen[cs]e|granted|redistribution|covenant/i;
const madeForTools = /(^|\/)(\.github|\.gitlab|\.vscode|\.changeset|\.storybook|\.husky)\//;

/** Whether a name is that of a licence or the like, which stands in many places as it is. */
export function isLegalName(path: string): boolean {
  return licenceName.test(path);
}

/** Whether a text is a licence. @param head its beginning; 3,000 characters are looked at */
export function isLegalText(head: string): boolean {
  const start = head.slice(0, 3000);
  return mayBeLicence.test(start) && licenceText.test(start.replace(/\s+/g, ' '));
}

/**
 * Whether a file is one that should stand in one place, as far as its name says: no licence or the like, nothing made
 * for tests or tools, nothing of others.
 */
export function isOwnDocument(path: string): boolean {
  return !isForeign(path) && !licenceName.test(path) && !madeForTools.test(path);
}
