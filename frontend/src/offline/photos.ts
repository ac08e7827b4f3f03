/** The pixels of photos that wait, each by its id, in the browser's own database: they are too large for its plain storage. */
const DATABASE = 'muster-install';
const PHOTOS = 'photos';

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.addEventListener('success', () => done(request.result));
    request.addEventListener('error', () => failed(request.error));
  });
}

/** Done only once it is written. */
async function within<T>(mode: IDBTransactionMode, work: (photos: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(PHOTOS));
  const database = await answered(opening);
  try {
    const transaction = database.transaction(PHOTOS, mode);
    const written = new Promise<void>((done, failed) => {
      transaction.addEventListener('complete', () => done());
      transaction.addEventListener('abort', () => failed(transaction.error));
    });
    const [result] = await Promise.all([answered(work(transaction.objectStore(PHOTOS))), written]);
    return result;
  } finally {
    database.close();
  }
}

/** Fails when the phone has no room for it. */
export async function keepPhoto(id: string, photo: Blob) {
  const bytes = await photo.arrayBuffer();
  await within('readwrite', (photos) => photos.put(bytes, id));
}

/** Null when the browser has thrown it away. */
export async function keptPhoto(id: string): Promise<Blob | null> {
  const bytes = await within<ArrayBuffer | undefined>('readonly', (photos) => photos.get(id));
  return bytes ? new Blob([bytes], { type: 'image/jpeg' }) : null;
}

export async function dropPhoto(id: string) {
  await within('readwrite', (photos) => photos.delete(id));
}

/** Drops what no entry speaks of any more: the page was closed between the one and the other. */
export async function dropPhotosBut(spokenOf: Set<string>) {
  const ids = await within('readonly', (photos) => photos.getAllKeys());
  for (const id of ids) {
    if (!spokenOf.has(String(id))) await dropPhoto(String(id));
  }
}
