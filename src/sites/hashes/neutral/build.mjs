// Hashes of neutral pictures, out of Debian's packages opencv-doc and desktop-base; of the pictures themselves nothing is kept.
//   node build.mjs MUSTER > pictures.csv
// A line a picture: area,name,quality and the eight hashes (as it is, turned, mirrored). Pictures that look alike stand once.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, basename } from 'node:path';

const muster = process.argv[2];
const version = (name) => execFileSync('dpkg-query', ['-W', '-f', '${Version}', name], { encoding: 'utf8' });
const below = (folder, keep) => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((e) => e.isFile() && /\.(png|jpe?g)$/.test(e.name)).map((e) => join(e.parentPath ?? e.path, e.name)).filter(keep).sort();
const groups = [
  ['photographs', below('/usr/share/doc/opencv-doc/examples', () => true), 200],
  ['artwork', below('/usr/share/desktop-base', (f) => /grub|background|preview|login/.test(f)), 100],
  ['figures', below('/usr/share/doc/opencv-doc/opencv4/html', (f) => !/__(?:incl|inherit|coll|cgraph)|inherit_graph/.test(f)), 60],
];
const bits = (a, b) => {
  let n = 0;
  for (let i = 0; i < 64; ++i) for (let x = parseInt(a[i], 16) ^ parseInt(b[i], 16); x; x &= x - 1) ++n;
  return n;
};
console.log(`# opencv-doc ${version('opencv-doc')}, desktop-base ${version('desktop-base')}; made by build.mjs`);
const kept = [];
for (const [area, files, most] of groups) {
  let said = '';
  try {
    said = execFileSync(muster, ['picture', 'hash', '--turned', '--json', ...files], { encoding: 'utf8', maxBuffer: 64 << 20 });
  } catch (failed) {
    said = failed.stdout;  // some are no pictures
  }
  let n = 0;
  for (const line of said.trim().split('\n')) {
    const one = JSON.parse(line);
    if (!one.pdq || one.frame !== 0 || one.quality < 50 || n === most) continue;
    if (kept.some((k) => one.pdq.some((h) => bits(h, k) <= 40))) continue;
    kept.push(one.pdq[0]);
    ++n;
    console.log([area, basename(one.file), one.quality, ...one.pdq].join(','));
  }
}
