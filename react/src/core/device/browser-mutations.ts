import type { StoredMutation } from '../mutations/stored-mutation.js'
import type { MutationStorage } from './device.js'

const database = 'parley'
const table = 'mutations'

/** Every mutation of a person: whatever their ids, they stand before an array. */
const allOf = (userId: string): IDBKeyRange => IDBKeyRange.bound([userId], [userId, []])

/** Mutations in the browser's IndexedDB, which is opened when first needed and all tabs share. */
export function createBrowserMutations(): MutationStorage {
  let opening: Promise<IDBDatabase> | undefined

  const forgetOpening = () => {
    opening = undefined
  }

  const open = () => {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(database, 1)
      request.onupgradeneeded = () => {
        request.result.createObjectStore(table, { keyPath: ['userId', 'id'] })
      }
      request.onsuccess = () => {
        const opened = request.result
        // Somebody clears the site's data, or another tab has a newer version of this.
        opened.onclose = opened.onversionchange = () => {
          forgetOpening()
          opened.close()
        }
        resolve(opened)
      }
      request.onerror = () => {
        reject(failureOf(request))
      }
    })
    opening.catch(forgetOpening)
    return opening
  }

  const work = async <T>(
    mode: IDBTransactionMode,
    ask: (mutations: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> => {
    const transaction = (await open()).transaction(table, mode)
    const request = ask(transaction.objectStore(table))
    // Left to end by itself it would wait for an event, which a page that is being left no longer gets.
    transaction.commit()
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => {
        resolve(request.result)
      }
      transaction.onabort = () => {
        reject(failureOf(transaction))
      }
    })
  }

  return {
    read: async (userId) => {
      const all = (mutations: IDBObjectStore) => mutations.getAll(allOf(userId))
      return (await work<unknown[]>('readonly', all)).filter(isStored)
    },
    put: async (mutation) => {
      await work('readwrite', (mutations) => mutations.put(mutation))
    },
    remove: (userId, id) => work('readwrite', (mutations) => mutations.delete([userId, id])),
    clear: (userId) => work('readwrite', (mutations) => mutations.delete(allOf(userId))),
  }
}

/** Whatever else is there was kept by a version that does not know this one. */
const isStored = (value: unknown): value is StoredMutation =>
  typeof value === 'object' && value !== null && 'mutation' in value && 'tab' in value

const failureOf = ({ error }: { readonly error: DOMException | null }): Error =>
  error ?? new Error('the browser does not say why')
