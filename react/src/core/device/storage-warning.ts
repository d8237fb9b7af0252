/** Makes a function that says once that the device's storage fails. Nothing else comes of that. */
export function createStorageWarning(): (error: unknown) => void {
  let isSaid = false
  return (error) => {
    if (!isSaid) {
      isSaid = true
      console.warn(
        'Parley cannot keep unsent messages on this device; they end with the page.',
        error,
      )
    }
  }
}
