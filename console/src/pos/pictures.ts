// A picture from the camera, made small enough for a slow link. Everything but the picture itself goes (place, time,
// phone): it is drawn anew.
import type { Bytes } from '../crypto/bytes';

const longest = 1600, most = 400 * 1024, fileMax = 30 * 1024 * 1024;

export type Shrunk = { ok: true; bytes: Bytes } | { ok: false; code: 'picture_unreadable' | 'picture_too_large' };

export async function shrink(file: Blob): Promise<Shrunk> {
  if (file.size > fileMax) return { ok: false, code: 'picture_too_large' };
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return { ok: false, code: 'picture_unreadable' };
  }
  try {
    let scale = Math.min(1, longest / Math.max(image.width, image.height));
    for (let i = 0; i < 5; ++i, scale *= 0.75) {
      const canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(image.width * scale));
      canvas.height = Math.max(1, Math.round(image.height * scale));
      const pen = canvas.getContext('2d')!;
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      for (const quality of [0.8, 0.65, 0.5]) {
        const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
        if (blob && blob.size <= most) return { ok: true, bytes: new Uint8Array(await blob.arrayBuffer()) };
      }
    }
    return { ok: false, code: 'picture_too_large' };
  } finally {
    image.close();
  }
}
