/** Names under which a column plainly identifies its row. */
const keyName = /^_?(id|uuid|guid|key|pk|sku|isbn|doi|slug|primary[_ ]?key)$/i;
/** Names that do so for the first column; elsewhere they point to rows of another table. */
const firstKeyName = /(^|[_\- .])(id|Id|ID|uuid|guid|key)$|[a-z](Id|ID|Uuid|UUID|Key)$/;
/** Numbers under these names count or measure nothing, or are spread in clusters by nature. */
const nominal =
  /(^|[_\- .])(id|ids|uuid|guid|key|code|codes|zip|zipcode|postal|postcode|phone|fax|fips|isbn|issn|ean|upc|sku|no|nr|num|number|index|idx|row|line|offset|seq|sequence|version|port|hash|seed|lat|lng|lon|long|latitude|longitude|x|y|z|coordinates?|year|epoch|timestamp|ts|time|date)$|[a-z](Id|ID|Code|Key|Number|No|Index|Lat|Lng|Lon|Latitude|Longitude)$|^(iso|ccn|unicode|codepoint|latitude|longitude)/i;
const temporal = /time|date|stamp|(^|_)(ts|at|day|when)$/i;

/** Whether a column identifies its rows, by its name and place. */
export function isKeyName(name: string, at: number): boolean {
  const text = name.trim();
  return keyName.test(text) || (at === 0 && firstKeyName.test(text));
}

/** Whether numbers of this name are names or places rather than amounts. */
export function isNominal(name: string): boolean {
  return nominal.test(name.trim());
}

/** Whether a column holds times by its name. */
export function isTemporal(name: string): boolean {
  return temporal.test(name);
}
