import { tomlTable, tomlVersionOffset } from './toml-version.ts';
import { type PlaceKind, placeAt, type VersionPlace } from './version-place.ts';

const manifest: PlaceKind = { ecosystem: 'rust', scheme: 'semver', manifest: true };

/** The version in `Cargo.toml`, of the package or of all packages of the workspace. */
export function readCargoVersion(path: string, source: string): VersionPlace[] {
  const own = tomlTable(source, 'package');
  const shared = tomlTable(source, 'workspace', 'package');
  for (const [table, header] of [
    [own, 'package'],
    [shared, 'workspace.package'],
  ] as const) {
    if (typeof table?.version !== 'string') continue;
    const offset = tomlVersionOffset(source, header, table.version);
    if (offset === null) continue;
    const name = typeof own?.name === 'string' ? own.name : null;
    return [
      placeAt(path, source, offset, table.version, manifest, { name, private: own?.publish === false }),
    ];
  }
  return [];
}
