/** A small ICC profile of sRGB, built from the published numbers (IEC 61966-2-1; ICC.1:2001-04, version 2.1 matrix profile). */

/** Colorants of sRGB adapted to D50, and the D50 white, as XYZ. */
const colorants = {
  rXYZ: [0.43607, 0.22249, 0.01392],
  gXYZ: [0.38515, 0.71687, 0.09708],
  bXYZ: [0.14307, 0.06061, 0.7141],
  wtpt: [0.9642, 1, 0.82491],
} as const;

const curvePoints = 1_024;

function fixed(value: number): number {
  return Math.round(value * 65_536);
}

function xyzTag(values: readonly number[]): Buffer {
  const tag = Buffer.alloc(20);
  tag.write('XYZ ', 0, 'latin1');
  values.forEach((value, i) => {
    tag.writeInt32BE(fixed(value), 8 + 4 * i);
  });
  return tag;
}

/** The transfer curve of sRGB, sampled. */
function curveTag(): Buffer {
  const tag = Buffer.alloc(12 + 2 * curvePoints);
  tag.write('curv', 0, 'latin1');
  tag.writeUInt32BE(curvePoints, 8);
  for (let i = 0; i < curvePoints; i++) {
    const v = i / (curvePoints - 1);
    const linear = v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    tag.writeUInt16BE(Math.round(linear * 65_535), 12 + 2 * i);
  }
  return tag;
}

function textTag(kind: 'text' | 'desc', text: string): Buffer {
  if (kind === 'text') return Buffer.from(`text\0\0\0\0${text}\0`, 'latin1');
  const tag = Buffer.alloc(12 + text.length + 1 + 4 + 4 + 2 + 1 + 67);
  tag.write('desc', 0, 'latin1');
  tag.writeUInt32BE(text.length + 1, 8);
  tag.write(text, 12, 'latin1');
  return tag;
}

/** The profile's bytes: equal in every call. */
export function srgbProfile(): Buffer {
  const curve = curveTag();
  const tags: (readonly [string, Buffer])[] = [
    ['desc', textTag('desc', 'sRGB IEC61966-2.1')],
    ['cprt', textTag('text', 'No copyright, use freely')],
    ['wtpt', xyzTag(colorants.wtpt)],
    ['rXYZ', xyzTag(colorants.rXYZ)],
    ['gXYZ', xyzTag(colorants.gXYZ)],
    ['bXYZ', xyzTag(colorants.bXYZ)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const directory = 128 + 4 + 12 * tags.length;
  const offsets = new Map<Buffer, number>();
  let size = directory;
  for (const [, data] of tags) {
    if (offsets.has(data)) continue;
    offsets.set(data, size);
    size += (data.length + 3) & ~3;
  }
  const profile = Buffer.alloc(size);
  profile.writeUInt32BE(size, 0);
  profile.writeUInt32BE(0x02100000, 8);
  profile.write('mntrRGB XYZ ', 12, 'latin1');
  [2026, 1, 1, 0, 0, 0].forEach((part, i) => {
    profile.writeUInt16BE(part, 24 + 2 * i);
  });
  profile.write('acsp', 36, 'latin1');
  [0.9642, 1, 0.82491].forEach((value, i) => {
    profile.writeInt32BE(fixed(value), 68 + 4 * i);
  });
  profile.writeUInt32BE(tags.length, 128);
  tags.forEach(([name, data], i) => {
    const entry = 132 + 12 * i;
    const offset = offsets.get(data) ?? 0;
    profile.write(name, entry, 'latin1');
    profile.writeUInt32BE(offset, entry + 4);
    profile.writeUInt32BE(data.length, entry + 8);
    data.copy(profile, offset);
  });
  return profile;
}
