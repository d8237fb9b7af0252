'use client'

import { useEffect, useLayoutEffect } from 'react'

/** `useLayoutEffect`, about which React 18 complains on a server, where it does nothing anyway. */
export const useIsomorphicLayoutEffect: typeof useLayoutEffect =
  typeof document === 'undefined' ? useEffect : useLayoutEffect
