import { createBrowserDrafts } from './browser-drafts.js'
import { createBrowserMutations } from './browser-mutations.js'
import { createBrowserTabs } from './browser-tabs.js'
import type { Device } from './device.js'

/**
 * The browser's storage, which is first touched when something is read or kept; outside a browser, none.
 * Tabs know of each other where there are Web Locks: on pages with HTTPS, and on this machine.
 */
export function createBrowserDevice(): Device {
  if (typeof window === 'undefined') {
    return {}
  }
  return {
    drafts: createBrowserDrafts(),
    mutations: 'indexedDB' in window ? createBrowserMutations() : undefined,
    tabs: 'locks' in navigator ? createBrowserTabs(navigator.locks) : undefined,
  }
}
