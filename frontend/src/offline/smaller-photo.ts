/** Pixels of the longest side, the first one that stays within the bytes. */
const SIDES = [1600, 1200, 800];
const MOST_BYTES = 2_000_000;

/**
 * A photo scaled down to a JPEG on a canvas, which leaves out whatever the camera wrote into the file besides (place, time,
 * device). Fails for a file that the browser cannot show.
 */
export async function smaller(file: File): Promise<Blob> {
  const image = await createImageBitmap(file);
  try {
    for (const side of SIDES) {
      const scale = Math.min(1, side / Math.max(image.width, image.height));
      const canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(image.width * scale));
      canvas.height = Math.max(1, Math.round(image.height * scale));
      canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.8));
      if (blob && blob.size <= MOST_BYTES) return blob;
    }
  } finally {
    image.close();
  }
  throw new Error('the photo stays too large');
}
